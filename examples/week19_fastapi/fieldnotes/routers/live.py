"""New sightings as server-sent events."""

import re
from collections.abc import AsyncIterable
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from ..feed import Feed, newest_id
from ..schemas import SightingPublic

router = APIRouter(include_in_schema=False)


async def get_position(
    request: Request, last_event_id: Annotated[str, Header()] = ""
) -> int:
    """Return the last sighting that the listener knows, which may be that of now."""
    newest = await request.state.feed.read(newest_id)
    if re.fullmatch("[0-9]{1,9}", last_event_id):
        return min(int(last_event_id), newest)
    return newest


# A dependency, for it is called before the answer begins: what is made after that,
# the listener gets. Inside the generator it would be called some time later.
Position = Annotated[int, Depends(get_position)]


@router.get("/live", response_class=EventSourceResponse)
async def listen(
    request: Request, position: Position
) -> AsyncIterable[ServerSentEvent]:
    feed: Feed = request.state.feed
    async with aclosing(feed.after(position)) as sightings:
        async for sighting in sightings:
            public = SightingPublic.model_validate(sighting, from_attributes=True)
            yield ServerSentEvent(event="sighting", id=str(sighting.id), data=public)

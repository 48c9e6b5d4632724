"""New sightings for everybody who listens, whichever worker they were made in.

Workers share the database and nothing else, so each looks there for new sightings,
once for all its listeners, and only while it has any.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select

from .database import engine
from .models import Sighting

INTERVAL = 0.25  # seconds between two looks
KEPT = 1000  # sightings, for listeners who are slow

log = logging.getLogger("uvicorn.error")


def newest_id() -> int:
    with Session(engine) as session:
        return session.exec(select(func.max(Sighting.id))).one() or 0


def sightings_after(position: int) -> Sequence[Sighting]:
    later = select(Sighting).where(Sighting.id > position).order_by(col(Sighting.id))
    with Session(engine) as session:
        return session.exec(later).all()


class Feed:
    """The sightings between two ids, `start` and `newest`, shared by all listeners."""

    def __init__(self) -> None:
        self.recent: deque[Sighting] = deque()
        self.start = self.newest = 0
        self.listeners = 0
        self.news = asyncio.Condition()
        self.reading = asyncio.Lock()

    async def read(self, function, *arguments):
        # One at a time: many listeners need no more connections than one.
        async with self.reading:
            return await run_in_threadpool(function, *arguments)

    async def watch(self) -> None:
        """Look for new sightings, again and again."""
        while True:
            try:
                new = await self.read(sightings_after, self.newest)
            except OperationalError as error:  # a database can be away for a while
                log.error("Looking for new sightings: %s", error.orig)
                new = []
            if new:
                await self.add(new)
            await asyncio.sleep(INTERVAL)

    async def add(self, sightings: Sequence[Sighting]) -> None:
        self.recent.extend(sightings)
        while len(self.recent) > KEPT:
            self.start = self.recent.popleft().id
        async with self.news:
            self.newest = sightings[-1].id
            self.news.notify_all()

    @asynccontextmanager
    async def watched(self, position: int) -> AsyncIterator[None]:
        """Have somebody watch, for as long as there are listeners."""
        self.listeners += 1
        if self.listeners == 1:
            self.recent.clear()
            self.start = self.newest = position
            self.watcher = asyncio.create_task(self.watch())
        try:
            yield
        finally:
            self.listeners -= 1
            if self.listeners == 0:
                self.watcher.cancel()

    async def after(self, position: int) -> AsyncIterator[Sighting]:
        """Yield each sighting after this one, in the order of ids."""
        async with self.watched(position):
            while True:
                async with self.news:
                    while self.newest <= position:
                        await self.news.wait()
                newest = self.newest
                if position < self.start:
                    missed = await self.read(sightings_after, position)
                else:
                    missed = [new for new in self.recent if new.id > position]
                for sighting in missed:
                    yield sighting
                    position = sighting.id
                # What is not among them was deleted before it was read.
                position = max(position, newest)

"""Pages that everybody may read."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from ..database import SessionDep
from ..dependencies import SightingDep
from ..fields import Number
from ..schemas import Filters
from ..sightings import places_below, read_page
from ..templating import templates

PER_PAGE = 20

router = APIRouter(include_in_schema=False)

FiltersQuery = Annotated[Filters, Query()]


@router.get("/healthz")
async def check_health() -> PlainTextResponse:
    return PlainTextResponse("ok")


@router.get("/")
async def show_start() -> RedirectResponse:
    return RedirectResponse("/sightings", 303)


def list_page(request, session, filters, number, **context) -> Response:
    page = read_page(session, filters, number, PER_PAGE)
    if number > page.last:
        raise HTTPException(404, "There is no such page.")
    context |= {"page": page, "filters": filters}
    return templates.TemplateResponse(request, "sightings.html", context)


@router.get("/sightings")
def list_sightings(
    request: Request, session: SessionDep, filters: FiltersQuery, page: Number = 1
) -> Response:
    return list_page(request, session, filters, page)


@router.get("/places/{place:path}")
def show_place(
    request: Request, session: SessionDep, place: str, page: Number = 1
) -> Response:
    filters = Filters(place=place)
    if not place or not read_page(session, filters, 1, 1).total:
        raise HTTPException(404, "There are no sightings at this place.")
    below = places_below(session, place)
    return list_page(request, session, filters, page, place=place, below=below)


@router.get("/sightings/{sighting_id}")
def show_sighting(request: Request, sighting: SightingDep) -> Response:
    return templates.TemplateResponse(request, "sighting.html", {"sighting": sighting})

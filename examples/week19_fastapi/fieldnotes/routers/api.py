"""Sightings as JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import Field

from ..database import SessionDep
from ..dependencies import SightingDep, SightingOfToken, TokenUser
from ..fields import Number
from ..json_body import StrictRoute
from ..problems import problems
from ..schemas import (
    Filters,
    SightingCreate,
    SightingPage,
    SightingPublic,
    SightingUpdate,
    WeeklyStats,
)
from ..sightings import count_weeks, read_page
from ..writing import change_sighting, create_sighting, delete_sighting

router = APIRouter(prefix="/api", tags=["sightings"], route_class=StrictRoute)

FiltersQuery = Annotated[Filters, Query()]
PerPage = Annotated[Number, Field(le=100)]


@router.get("/sightings", response_model=SightingPage, responses=problems(422))
def list_sightings(
    request: Request,
    session: SessionDep,
    filters: FiltersQuery,
    page: Number = 1,
    per_page: PerPage = 20,
) -> Any:
    found = read_page(session, filters, page, per_page)
    following = request.url.include_query_params(page=page + 1)
    return {
        "items": found.items,
        "page": page,
        "per_page": per_page,
        "total": found.total,
        "next": f"{following.path}?{following.query}" if page < found.last else None,
    }


@router.post(
    "/sightings",
    status_code=201,
    response_model=SightingPublic,
    responses=problems(400, 401, 413, 422),
)
def create(
    values: SightingCreate, user: TokenUser, session: SessionDep, response: Response
) -> Any:
    sighting = create_sighting(session, user, values)
    response.headers["Location"] = sighting.url
    return sighting


@router.get(
    "/sightings/{sighting_id}", response_model=SightingPublic, responses=problems(404)
)
def read(sighting: SightingDep) -> Any:
    return sighting


@router.patch(
    "/sightings/{sighting_id}",
    response_model=SightingPublic,
    responses=problems(400, 401, 403, 404, 413, 422),
)
def change(
    values: SightingUpdate, sighting: SightingOfToken, session: SessionDep
) -> Any:
    changes = values.model_dump(exclude_unset=True)
    if changes:
        sighting = change_sighting(session, sighting.id, changes)
    if sighting is None:
        raise HTTPException(404, "There is no such sighting any more.")
    return sighting


@router.delete(
    "/sightings/{sighting_id}",
    status_code=204,
    responses=problems(401, 403, 404),
)
def delete(sighting: SightingOfToken, session: SessionDep) -> Response:
    if not delete_sighting(session, sighting.id):
        raise HTTPException(404, "There is no such sighting any more.")
    return Response(status_code=204)


@router.get("/stats/weekly", response_model=WeeklyStats, responses=problems(422))
def read_weekly_stats(session: SessionDep, filters: FiltersQuery) -> Any:
    return {"items": count_weeks(session, filters)}

"""Pages that make, change and delete sightings."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from ..database import SessionDep
from ..dependencies import CurrentUser, OwnSighting
from ..form_data import FormDep
from ..schemas import SightingForm
from ..templating import messages, templates
from ..writing import change_sighting, create_sighting, delete_sighting

router = APIRouter(prefix="/sightings", include_in_schema=False)


def show_form(request: Request, values: Any, error=None, sighting=None) -> Response:
    context = {
        "values": values,
        "errors": messages(error) if error else {},
        "sighting": sighting,
    }
    status = 422 if error else 200
    return templates.TemplateResponse(request, "form.html", context, status)


@router.get("/new")
def show_new(request: Request, user: CurrentUser) -> Response:
    return show_form(request, {})


@router.post("/new")
def create(
    request: Request, form: FormDep, user: CurrentUser, session: SessionDep
) -> Response:
    try:
        values = SightingForm.model_validate(dict(form))
    except ValidationError as error:
        return show_form(request, form, error)
    sighting = create_sighting(session, user, values)
    return RedirectResponse(f"/sightings/{sighting.id}", 303)


@router.get("/{sighting_id}/edit")
def show_edit(request: Request, sighting: OwnSighting) -> Response:
    return show_form(request, sighting, sighting=sighting)


@router.post("/{sighting_id}/edit")
def edit(
    request: Request, form: FormDep, sighting: OwnSighting, session: SessionDep
) -> Response:
    try:
        values = SightingForm.model_validate(dict(form))
    except ValidationError as error:
        return show_form(request, form, error, sighting)
    if not change_sighting(session, sighting.id, values.model_dump()):
        raise HTTPException(404, "There is no such sighting any more.")
    return RedirectResponse(f"/sightings/{sighting.id}", 303)


@router.post("/{sighting_id}/delete")
def delete(form: FormDep, sighting: OwnSighting, session: SessionDep) -> Response:
    if not delete_sighting(session, sighting.id):
        raise HTTPException(404, "There is no such sighting any more.")
    return RedirectResponse("/sightings", 303)

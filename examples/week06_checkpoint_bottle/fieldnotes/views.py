"""What the application answers, address by address."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from perch import HTTPError, Request, Response, Routes, StaticFiles, View, redirect

from fieldnotes.forms import SightingForm
from fieldnotes.listing import directly_below, listing
from fieldnotes.models import Sighting, at_or_below, observer_named

HERE = Path(__file__).parent
OBSERVER = "guest"
"""Who sees everything, as long as there are no accounts."""

NEW, EDIT = "New sighting", "Change sighting"

routes = Routes()
routes.add("/static/{path:path}", StaticFiles(HERE / "static"), name="static")


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page made from a template."""
    html = request.app.templates.render(template, request=request, **values)
    return Response(html, status, "text/html; charset=utf-8")


def error_page(request: Request, error: HTTPError) -> Response:
    """Return the page of a 404 and the like."""
    response = page(request, "error.html", error.status, error=error)
    for name, value in error.headers.items():
        response.headers[name] = value
    return response


def find(request: Request, id: int) -> Sighting:
    """Return a sighting; raise HTTPError 404."""
    sighting = request.state.session.get(Sighting, id)
    if sighting is None:
        raise HTTPError(404, "There is no such sighting.")
    return sighting


@routes.route("/healthz")
def healthz(request: Request) -> str:
    return "ok"


@routes.route("/")
def home(request: Request) -> Response:
    return redirect(request.url("sightings"))


@routes.route("/sightings")
def sightings(request: Request) -> Response:
    found = listing(request, request.state.session.select(Sighting))
    return page(request, "list.html", listing=found)


@routes.route("/places/{path:path}")
def place(request: Request, path: str) -> Response:
    query = request.state.session.select(Sighting).where(at_or_below(path))
    places = query.distinct(Sighting.place)
    if not places:
        raise HTTPError(404, "Nothing was seen at this place.")
    children = directly_below(path, places)
    found = listing(request, query)
    return page(request, "place.html", place=path, children=children, listing=found)


@routes.route("/sightings/new", name="new_sighting")
class NewSighting(View):
    def get(self) -> Response:
        form = SightingForm({"seen_on": self.request.state.today})
        return page(self.request, "form.html", form=form, title=NEW)

    def post(self) -> Response:
        form = SightingForm(self.request.form)
        if not form.is_valid(self.request.state.today):
            return page(self.request, "form.html", 422, form=form, title=NEW)
        session = self.request.state.session
        with session.transaction():
            sighting = Sighting(
                **form.values,
                observer=observer_named(session, OBSERVER),
                created_at=datetime.now(UTC).replace(microsecond=0),
            )
            session.add(sighting)
        return redirect(self.request.url("sighting", id=sighting.id))


@routes.route("/sightings/{id:int}")
def sighting(request: Request, id: int) -> Response:
    return page(request, "sighting.html", sighting=find(request, id))


@routes.route("/sightings/{id:int}/edit", name="edit_sighting")
class EditSighting(View):
    def get(self, id: int) -> Response:
        form = SightingForm.of(find(self.request, id))
        return page(self.request, "form.html", form=form, title=EDIT)

    def post(self, id: int) -> Response:
        find(self.request, id)
        form = SightingForm(self.request.form)
        if not form.is_valid(self.request.state.today):
            return page(self.request, "form.html", 422, form=form, title=EDIT)
        session = self.request.state.session
        with session.transaction():
            sighting = find(self.request, id)  # again: it may be gone by now
            for name, value in form.values.items():
                setattr(sighting, name, value)
            session.update(sighting)
        return redirect(self.request.url("sighting", id=id))


@routes.route("/sightings/{id:int}/delete", "POST")
def delete_sighting(request: Request, id: int) -> Response:
    with request.state.session.transaction():
        request.state.session.delete(find(request, id))
    return redirect(request.url("sightings"))

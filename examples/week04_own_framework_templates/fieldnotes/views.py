"""What the application answers, address by address."""

from pathlib import Path
from typing import Any

from perch import HTTPError, Request, Response, Routes, StaticFiles, redirect

from fieldnotes.listing import directly_below, listing

HERE = Path(__file__).parent

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


@routes.route("/healthz")
def healthz(request: Request) -> str:
    return "ok"


@routes.route("/")
def home(request: Request) -> Response:
    return redirect(request.url("sightings"))


@routes.route("/sightings")
def sightings(request: Request) -> Response:
    found = listing(request, request.state.sightings)
    return page(request, "list.html", listing=found)


@routes.route("/places/{path:path}")
def place(request: Request, path: str) -> Response:
    here = [each for each in request.state.sightings if each.is_at(path)]
    if not here:
        raise HTTPError(404, "Nothing was seen at this place.")
    children = directly_below(path, [each.place for each in here])
    found = listing(request, here)
    return page(request, "place.html", place=path, children=children, listing=found)


@routes.route("/sightings/{id:int}")
def sighting(request: Request, id: int) -> Response:
    for each in request.state.sightings:
        if each.id == id:
            return page(request, "sighting.html", sighting=each)
    raise HTTPError(404, "There is no such sighting.")

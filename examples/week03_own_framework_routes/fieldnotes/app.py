"""What Fieldnotes answers, address by address."""

from collections.abc import Iterable
from pathlib import Path

from perch import App, HTTPError, Request, Response, Routes, View, redirect

from fieldnotes.sightings import SIGHTINGS, Sighting

STYLESHEET = Path(__file__).with_name("static").joinpath("fieldnotes.css").read_bytes()

routes = Routes()


def lines(sightings: Iterable[Sighting]) -> str:
    """Return sightings as text, one a line."""
    return "".join(f"{sighting}\n" for sighting in sightings)


@routes.route("/healthz")
def healthz(request: Request) -> str:
    return "ok"


@routes.route("/static/fieldnotes.css")
def stylesheet(request: Request) -> Response:
    return Response(STYLESHEET, content_type="text/css; charset=utf-8")


@routes.route("/")
def home(request: Request) -> Response:
    return redirect("/sightings")


@routes.route("/sightings")
def sightings(request: Request) -> str:
    wanted = request.query.get("species", "").casefold()
    return lines(each for each in SIGHTINGS if wanted in each.species.casefold())


@routes.route("/sightings/{id:int}")
def sighting(request: Request, id: int) -> str:
    for each in SIGHTINGS:
        if each.id == id:
            return f"{each}\n"
    raise HTTPError(404, "There is no such sighting.")


@routes.route("/places/{path:path}")
class Place(View):
    """A place, and what was seen there or at a place inside it."""

    def get(self, path: str) -> str:
        found = [each for each in SIGHTINGS if self.inside(each.place, path)]
        if not found:
            raise HTTPError(404, "Nothing was seen at this place.")
        return lines(found)

    def inside(self, place: str, path: str) -> bool:
        return place == path or place.startswith(f"{path}/")


app = App(routes)

"""A form whose POST answers with a page, and one that sends the browser elsewhere."""

from perch import App, Request, Response, Routes, redirect
from perch.fields import Fields, parse_urlencoded

SEEN: list[str] = []
routes = Routes()


def fields(request: Request) -> Fields:
    """Read a form by hand: perch cannot yet."""
    length = int(request.header("Content-Length", "0"))
    return Fields(parse_urlencoded(request.environ["wsgi.input"].read(length)))


@routes.route("/sightings")
def sightings(request: Request) -> str:
    return f"{len(SEEN)} sightings: {', '.join(SEEN)}"


@routes.route("/answered", "POST")
def answered(request: Request) -> str:
    SEEN.append(fields(request)["species"])
    return f"{SEEN[-1]}, saved. Thank you!"


@routes.route("/redirected", "POST")
def redirected(request: Request) -> Response:
    SEEN.append(fields(request)["species"])
    return redirect(request.url("sightings"))


app = App(routes)

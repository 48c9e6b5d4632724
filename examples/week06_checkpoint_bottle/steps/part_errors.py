"""An answer in words, a page that is not there, and a handler that fails."""

import logging

import bottle
import perch
from perch.testing import Answer
from steps.beside import beside

FRAMES = "X-Frame-Options"
routes = perch.Routes()
bottle_app = bottle.Bottle()


@routes.route("/search")
def perch_search(request: perch.Request) -> str:
    return f"No {request.query['species']} today."


@bottle_app.get("/search")
def bottle_search() -> str:
    return f"No {bottle.request.query.species} today."


@routes.route("/fails")
def perch_fails(request: perch.Request) -> str:
    return str(1 / 0)


@bottle_app.get("/fails")
def bottle_fails() -> str:
    return str(1 / 0)


@bottle_app.hook("after_request")
def no_frames() -> None:
    bottle.response.set_header(FRAMES, "DENY")


def frames(answer: Answer) -> str:
    return f"{FRAMES}: {answer.headers[FRAMES]}"


if __name__ == "__main__":
    logging.disable()  # the traceback of /fails, which perch would print here
    apps = (perch.App(routes), bottle_app)
    beside(*apps, "GET", "/search?species=<b>wrens</b>")
    for path in ("/search?species=wren", "/nothing", "/fails"):
        beside(*apps, "GET", path, show=frames)

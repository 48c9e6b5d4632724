"""Ask both what the exercise asks the reader."""

import bottle
import pytest

from harness.exercises import expect
from harness.rooms import importable

HINTS = {
    "GET /nests/7": "a number where a number may stand",
    "GET /nests/7/": "is anything of the pattern left for the last slash?",
    "GET /nests/-1": "which regular expression does each of them have for a number?",
    "GET /nests/%D9%A3": "what is \\d in a regular expression of Python, for text?",
    "HEAD /nests/7": "where there is GET there is HEAD",
    "DELETE /nests/7": "the path is there, for another method",
    "POST /nests, a form": "the media type is that of a form",
    "POST /nests, called JSON": "who asks for the media type before reading?",
}
KINDS = {"a form": "application/x-www-form-urlencoded", "called JSON": "text/json"}


@pytest.fixture(scope="module")
def clients(room):
    with importable(room) as programs:
        perch = programs.perch
        from perch.testing import Client

        routes = perch.Routes()
        routes.add("/nests/{id:int}", lambda request, id: str(id), name="nest")
        routes.add(
            "/nests", lambda request: request.form["species"], "POST", name="new"
        )
        app = bottle.Bottle()
        app.get("/nests/<id:int>", callback=lambda id: str(id))
        app.post("/nests", callback=lambda: bottle.request.forms.species)
        yield Client(perch.App(routes)), Client(app)


@pytest.mark.parametrize("asked", HINTS)
def test_prediction(exercise, clients, asked):
    request, _, kind = asked.partition(", ")
    method, target = request.split()
    body = b"species=Wren" if kind else b""
    headers = {"Content-Type": KINDS[kind]} if kind else {}
    answers = tuple(c.send(method, target, body, headers).status for c in clients)
    expect(
        exercise.ANSWERS[asked] == answers,
        f"{asked}: the prediction is what perch and Bottle answer",
        hint=HINTS[asked],
        read="Forms" if kind else "Routes",
        got=exercise.ANSWERS[asked],
    )

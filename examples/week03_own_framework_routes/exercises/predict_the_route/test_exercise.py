"""Ask perch what the exercise asks the reader."""

import pytest

from harness.exercises import expect
from harness.rooms import importable

HINTS = {
    "GET /birds/7": "the first route that matches path and method answers",
    "GET /birds/new": "is `new` a number? And what comes next in the list?",
    "DELETE /birds/new": "go through the list with the method in mind",
    "GET /birds/7_0": "which characters has a number in a pattern?",
    "HEAD /birds/wren": "where there is GET there is HEAD",
    "GET /birds/wren/edit": "a name ends at the next slash",
    "DELETE /birds/wren/edit": "is there a route with this path, for another method?",
    "GET /birds/": "how many characters has a path at least?",
}
ABOUT_KINDS = {"GET /birds/7_0", "GET /birds/wren/edit", "GET /birds/"}


@pytest.fixture(scope="module")
def perch(room):
    with importable(room) as programs:
        yield programs.perch


@pytest.mark.parametrize("asked", HINTS)
def test_prediction(exercise, perch, asked):
    routes = perch.Routes()
    for pattern, method, label in exercise.ROUTES:
        routes.add(pattern, lambda request, label=label: label, method)
    method, path = asked.split(" ")
    try:
        answer = routes.match(method, path)[0].handler(None)
    except perch.HTTPError as error:
        answer = str(error.status.value)
    expect(
        exercise.ANSWERS[asked] == answer,
        f"{asked}: the prediction is what perch does",
        hint=HINTS[asked],
        read="Patterns" if asked in ABOUT_KINDS else "Routes",
        got=exercise.ANSWERS[asked],
    )

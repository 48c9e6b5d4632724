"""Put the lines together, and wrap an application in the layer."""

from types import SimpleNamespace

import pytest

from harness.exercises import expect, expect_moved_lines
from harness.rooms import importable

READ = "Layers around the application"


@pytest.fixture(scope="module")
def perch(room):
    with importable(room) as programs:
        yield programs.perch


def ask(perch, lines, paths):
    """Ask a wrapped handler for paths; return statuses and headers, or the error."""
    names = {"HTTPError": perch.HTTPError}
    asked = []

    def handle(request):
        asked.append(request.path)
        return perch.Response("birds")

    found = []
    try:
        exec("\n".join(lines), names)
        handled = names["at_most"](2)(handle)
        for path in paths:
            try:
                response = handled(SimpleNamespace(path=path))
                found.append((response.status.value, response.headers["X-Times"]))
            except perch.HTTPError as error:
                found.append((error.status.value, None))
    except Exception as error:
        return repr(error), asked
    return found, asked


def test_no_line_is_lost(exercise):
    expect_moved_lines(exercise, read=READ)


def test_a_few_times_and_then_no_more(exercise, perch):
    got, asked = ask(perch, exercise.LINES, ["/a", "/a", "/b", "/a"])
    expect(
        got == [(200, "1"), (200, "2"), (200, "1"), (429, None)],
        "a path is answered twice and refused the third time",
        hint="count first; what a layer returns is the wrapped function",
        read=READ,
        got=got,
    )
    expect(
        asked == ["/a", "/a", "/b"],
        "what is refused never reaches the handler",
        hint="the call of handle stands below the refusal",
        read=READ,
        got=asked,
    )

"""Put the lines together, and search."""

import re

import pytest

from harness.exercises import expect, expect_moved_lines

READ = "Routes"
ROUTES = [
    ("/birds", {"GET", "HEAD"}, "list"),
    ("/birds/[0-9]+", {"GET", "HEAD"}, "show"),
    ("/birds/[0-9]+", {"DELETE"}, "delete"),
    ("/birds/[^/]+", {"GET", "HEAD"}, "name"),
]


def search(lines, method, path):
    """Run the lines as a program and call the function, or return the error as text."""
    names = {"re": re}
    try:
        exec("\n".join(lines), names)
        return names["find"](ROUTES, method, path)
    except Exception as error:
        return repr(error)


def test_no_line_is_lost(exercise):
    expect_moved_lines(exercise, read=READ)


@pytest.mark.parametrize(
    ("method", "path", "wanted", "hint"),
    [
        ("GET", "/birds", (200, "list"), "the first that matches is returned"),
        ("GET", "/birds/7", (200, "show"), "the first that matches is returned"),
        ("DELETE", "/birds/7", (200, "delete"), "go on after one with other methods"),
        ("DELETE", "/birds/wren", (405, ["GET", "HEAD"]), "405 after the whole list"),
        (
            "PUT",
            "/birds/7",
            (405, ["DELETE", "GET", "HEAD"]),
            "collect the methods of every route that has the path",
        ),
        ("GET", "/trees", (404, None), "404 if no route had the path at all"),
    ],
)
def test_search(exercise, method, path, wanted, hint):
    got = search(exercise.LINES, method, path)
    expect(
        got == wanted,
        f"{method} {path} is answered as the routes say",
        hint=hint,
        read=READ,
        got=got,
        wanted=wanted,
    )

"""Ask the program with Flask's test client, by rules L0.1 to L0.3 of the contract."""

import pytest

from harness.exercises import expect

READ = "How it works: from a socket to your function"


def ask(exercise, method, path):
    """Return the response of the exercise's program."""
    return exercise.app.test_client().open(path, method=method)


def allowed(response):
    """Return the methods that the field Allow lists."""
    return set(response.headers.get("Allow", "").replace(" ", "").split(","))


def test_the_health_is_ok_as_plain_text(exercise):
    got = ask(exercise, "GET", "/healthz")
    expect(
        (got.status_code, got.mimetype, got.text.strip()) == (200, "text/plain", "ok"),
        "L0.1: GET /healthz is 200, text/plain, and says ok",
        hint="Flask's media type is text/html unless you say another; case counts",
        read=READ,
        got=f"{got.status_code} {got.mimetype} {got.text!r}",
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_404(exercise, method):
    got = ask(exercise, method, "/no/such/path")
    expect(
        got.status_code == 404,
        f"L0.2: a path that does not exist is 404, to {method} as well",
        hint="a route that takes every path leaves Flask nothing to refuse",
        read=READ,
        got=got.status_code,
    )


def test_a_wrong_method_is_405_with_allow(exercise):
    got = ask(exercise, "POST", "/healthz")
    expect(
        got.status_code == 405
        and {"GET"} <= allowed(got) <= {"GET", "HEAD", "OPTIONS"},
        "L0.3: a method that a path does not have is 405, and Allow lists those it has",
        hint="name only the methods that the function is for",
        read=READ,
        got=f"{got.status_code} Allow: {got.headers.get('Allow')}",
    )

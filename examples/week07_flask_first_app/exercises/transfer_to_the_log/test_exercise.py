"""Log inside of requests and outside, and compare what the lines say with the answers."""

import contextlib
import logging

import pytest
from flask import Flask

from harness.exercises import expect

READ = "Follow it through the source"


@pytest.fixture
def app(exercise):
    """An application that logs, with the names of requests as they stand in the log."""
    app, noted = Flask("birds"), []
    app.config["NOTED"] = noted
    exercise.follow(app)

    @app.get("/")
    def index():
        noted.append(filtered(exercise))
        return "birds"

    return app


def filtered(exercise):
    """Return the id that the filter gives to a record, or None."""
    record = logging.makeLogRecord({"msg": "a bird"})
    with contextlib.suppress(RuntimeError):  # outside of the context
        exercise.RequestFilter().filter(record)
    return getattr(record, "request_id", None)


def test_the_id_that_was_sent_is_taken(app):
    answer = app.test_client().get("/", headers={"X-Request-ID": "walk-7"})
    got = app.config["NOTED"], answer.headers.get("X-Request-ID")
    expect(
        got == (["walk-7"], "walk-7"),
        "the id that was sent stands in the log and in the answer",
        hint="keep it in g: the filter is not given the request",
        read=READ,
        got=got,
    )


@pytest.mark.parametrize("sent", [None, "", "a b", "x" * 65, "é", "a;b"])
def test_another_is_replaced_by_a_new_one(app, sent):
    headers = {} if sent is None else {"X-Request-ID": sent}
    answers = [app.test_client().get("/", headers=headers) for _ in range(2)]
    got = [answer.headers.get("X-Request-ID") for answer in answers]
    noted = app.config["NOTED"]
    expect(
        got == noted and len({*got, sent}) == 3 and None not in got,
        f"with {sent!r} as X-Request-ID each request gets an id of its own",
        hint="re.fullmatch says whether an id may be taken; uuid4().hex is a new one",
        read=READ,
        got=got,
    )


def test_outside_of_requests_there_is_a_hyphen(exercise, app):
    with app.app_context():
        got = [filtered(exercise)]
    got.append(filtered(exercise))
    expect(
        got == ["-", "-"],
        'outside of a request, in a command for example, the id is "-"',
        hint="has_app_context() says whether there is a g, and g.get() takes a default",
        read=READ,
        got=got,
    )

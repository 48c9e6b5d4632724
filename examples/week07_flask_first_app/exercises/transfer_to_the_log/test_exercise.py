"""Log inside of requests and outside, and compare what the lines say with the answers."""

import contextlib
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from harness.exercises import expect

READ = "Follow it through the source"


@pytest.fixture
def app(exercise):
    """An application that logs, with the names of requests as they stand in the log."""
    app, noted = Flask("birds"), []
    app.config.update(NOTED=noted, BARRIER=threading.Barrier(2))
    exercise.follow(app)

    @app.get("/")
    def index():
        noted.append(filtered(exercise))
        return "birds"

    @app.get("/together")
    def together():
        app.config["BARRIER"].wait(timeout=5)  # until the other one is here too
        return f"{filtered(exercise)}"

    return app


def filtered(exercise):
    """Return the id that the filter gives to a record, or None."""
    record = logging.makeLogRecord({"msg": "a bird"})
    kept = True
    with contextlib.suppress(RuntimeError, AttributeError):  # outside of the context
        kept = exercise.RequestFilter().filter(record)
    return getattr(record, "request_id", None) if kept else "the filter drops the line"


@pytest.mark.parametrize("sent", ["walk-7", "B", "-", "7" * 64])
def test_the_id_that_was_sent_is_taken(app, sent):
    answer = app.test_client().get("/", headers={"X-Request-ID": sent})
    got = app.config["NOTED"], answer.headers.get("X-Request-ID")
    expect(
        got == ([sent], sent),
        "the id that was sent stands in the log and in the answer",
        hint="keep it in g: the filter is not given the request",
        read=READ,
        got=got,
    )


def test_the_answer_of_an_error_has_it_too(app):
    answer = app.test_client().get("/nothing-here", headers={"X-Request-ID": "walk-7"})
    got = answer.headers.get("X-Request-ID")
    expect(
        got == "walk-7",
        "a 404 is an answer, and its visitor wants to report it",
        hint="after_request runs for errors too",
        read="How it works: one request through Flask",
        got=got,
    )


def test_two_at_once_have_each_their_own(app):
    def ask(sent):
        headers = {"X-Request-ID": sent}
        answer = app.test_client().get("/together", headers=headers)
        return answer.text, answer.headers.get("X-Request-ID")

    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(ask, ["walk-7", "walk-8"]))
    expect(
        got == [("walk-7", "walk-7"), ("walk-8", "walk-8")],
        "of two requests at once each has its own id, in the log and in the answer",
        hint="a variable of the module belongs to both; what belongs to one request?",
        read="Whose request is it?",
        got=got,
    )


@pytest.mark.parametrize("sent", [None, "", "a b", "x" * 65, "é", "a;b", "a_b"])
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
    app.test_client().get("/")  # nothing of it may be left
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

"""Ask Flask."""

import pytest
from flask import Flask

from harness.exercises import expect


def cookie_after(function):
    """Return whether the answer to a request that calls ``function`` sets a cookie."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "only for this test"
    app.add_url_rule("/", view_func=lambda: function() or "")
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(seen=["wren"], page=2)
    return "Set-Cookie" in client.get("/").headers


@pytest.mark.parametrize("name", ["reads", "appends", "replaces", "sets", "clears"])
def test_the_prediction_is_what_flask_does(exercise, name):
    predicted = exercise.SENT[name]
    expect(
        predicted is cookie_after(getattr(exercise, name)),
        f"SENT[{name!r}] is True or False, as Flask does it",
        hint="the session notices what is done to itself, not to what lies in it",
        read="What travels in the cookie",
        got=predicted,
    )

"""Two browsers of ada's, a copied cookie, and miriam who stays."""

import secrets

import pytest
from flask import Flask, request
from flask_login import LoginManager, current_user, login_user

from harness.exercises import expect

READ = "Logging in and out"
HINT = "what does the session keep, and what could the account keep beside it?"


@pytest.fixture
def users(exercise):
    return {name: exercise.User(name) for name in ("ada", "miriam")}


@pytest.fixture
def app(exercise, users):
    app = Flask(__name__)
    app.config["SECRET_KEY"] = secrets.token_hex()
    login_manager = LoginManager(app)
    login_manager.user_loader(lambda user_id: exercise.load_user(users, user_id))

    @app.post("/login")
    def login():
        login_user(users[request.form["name"]])
        return ""

    @app.get("/")
    def who():
        return current_user.name if current_user.is_authenticated else "nobody"

    return app


def logged_in(app, name):
    """Return a browser in which ``name`` is logged in."""
    client = app.test_client()
    client.post("/login", data={"name": name})
    return client


def test_all_browsers_of_one_user_end(exercise, app, users):
    first, second, other = (logged_in(app, name) for name in ("ada", "ada", "miriam"))
    before = [client.get("/").text for client in (first, second, other)]
    exercise.end_all_sessions(users["ada"])
    after = [client.get("/").text for client in (first, second, other)]
    expect(
        (before, after) == (["ada", "ada", "miriam"], ["nobody", "nobody", "miriam"]),
        "ada's sessions end in every browser, and nobody else's",
        hint=HINT,
        read=READ,
        got=(before, after),
    )


def test_who_logs_in_again_is_in_and_the_copy_is_not(exercise, app, users):
    copied = logged_in(app, "ada")
    exercise.end_all_sessions(users["ada"])
    again = logged_in(app, "ada")
    got = again.get("/").text, copied.get("/").text
    expect(
        got == ("ada", "nobody"),
        "a new login works, and the old cookie does not come back to life",
        hint=HINT,
        read=READ,
        got=got,
    )


def test_it_can_be_done_again(exercise, app, users):
    exercise.end_all_sessions(users["ada"])
    client = logged_in(app, "ada")
    exercise.end_all_sessions(users["ada"])
    got = client.get("/").text
    expect(
        got == "nobody",
        "the second time ends the sessions that began after the first",
        hint="is what the account keeps another thing each time?",
        read=READ,
        got=got,
    )


def test_a_name_alone_is_no_session(app):
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "ada"
    got = client.get("/").text
    expect(
        got == "nobody",
        "the name alone, as sessions had it before, is nobody's session",
        hint=HINT,
        read=READ,
        got=got,
    )

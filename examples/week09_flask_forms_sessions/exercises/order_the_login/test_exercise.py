"""Put the lines together, and log in with them."""

import pytest
from flask import Flask, redirect, session, url_for
from flask_login import LoginManager, UserMixin, login_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from harness.exercises import expect, expect_moved_lines

READ = "Logging in and out"
made = []


class User(UserMixin):
    id = "ada"


class LoginForm(FlaskForm):
    username = StringField(validators=[InputRequired()])
    password = PasswordField(validators=[InputRequired()])

    def __init__(self):
        super().__init__()
        made.append(self)


def find_user(username, password):
    return User() if (username, password) == ("ada", "at the weir") else None


def render_template(name, form):
    return "; ".join(error for errors in form.errors.values() for error in errors)


def client_of(lines):
    """Return a browser for an application with this login, or what went wrong."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="only for this test", WTF_CSRF_ENABLED=False)
    LoginManager(app).user_loader(lambda user_id: User())
    app.add_url_rule("/sightings", "sightings", lambda: session.get("_user_id", ""))
    names = {
        "LoginForm": LoginForm,
        "find_user": find_user,
        "login_user": login_user,
        "redirect": redirect,
        "render_template": render_template,
        "session": session,
        "url_for": url_for,
    }
    try:
        exec("\n".join(lines), names)
        login = names["login"]
    except (SyntaxError, KeyError) as error:
        return repr(error)
    app.add_url_rule("/login", view_func=login, methods=["GET", "POST"])
    return app.test_client()


def answer_to(lines, **sent):
    """Return status and text of the answer, and the session after it."""
    client = client_of(lines)
    if isinstance(client, str):
        return client
    with client.session_transaction() as kept:
        kept["planted"] = "by somebody else"
    answer = client.post("/login", data=sent) if sent else client.get("/login")
    with client.session_transaction() as kept:
        names = sorted(name for name in kept if name in ("planted", "_user_id"))
    return answer.status_code, answer.text if answer.status_code == 422 else "", names


def test_no_line_is_lost(exercise):
    expect_moved_lines(exercise, read=READ)


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ({}, (200, "", ["planted"])),
        ({"username": "ada", "password": "at the weir"}, (303, "", ["_user_id"])),
        (
            {"username": "ada", "password": "a guess"},
            (422, "There is no such account.", ["planted"]),
        ),
        (
            {"username": "ada"},
            (422, "This field is required.", ["planted"]),
        ),
    ],
)
def test_it_logs_in_who_may(exercise, sent, wanted):
    got = answer_to(exercise.LINES, **sent)
    expect(
        got == wanted,
        f"after {sent or 'GET'}: status, errors and session are {wanted}",
        hint="what would be cleared if session.clear() came after login_user()?",
        read=READ,
        got=got,
    )


def test_who_has_the_password_is_not_told_of_an_error(exercise):
    made.clear()
    answer_to(exercise.LINES, username="ada", password="at the weir")
    got = [form.errors for form in made]
    expect(
        got == [{}],
        "after the right password, the form has no error",
        hint="for whom is there no such account?",
        read=READ,
        got=got,
    )

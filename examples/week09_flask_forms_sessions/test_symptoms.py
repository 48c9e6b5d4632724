"""Each line of the page's table "What goes wrong", with its real message."""

import re
import secrets

import pytest
from flask import Blueprint, Flask, session, url_for
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.routing import BuildError
from wtforms import StringField


@pytest.fixture
def app():
    """An application with a key, whose errors reach the test."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY=secrets.token_hex(), TESTING=True)
    return app


@pytest.fixture
def guarded(app):
    """An application that asks for a token, and a page that has one."""
    CSRFProtect(app)

    @app.route("/", methods=["GET", "POST"])
    def form():
        return app.jinja_env.from_string("{{ csrf_token() }}").render()

    return app


def test_a_session_without_a_key():
    app = Flask(__name__)
    message = "The session is unavailable because no secret key was set"
    with app.test_request_context(), pytest.raises(RuntimeError, match=message):
        session["visits"] = 1


def test_a_form_without_its_token(guarded):
    answer = guarded.test_client().post("/")
    assert (answer.status_code, "The CSRF token is missing." in answer.text) == (
        400,
        True,
    )


def test_a_token_without_its_cookie(guarded):
    token = guarded.test_client().get("/").text
    answer = guarded.test_client().post("/", data={"csrf_token": token})
    assert "The CSRF session token is missing." in answer.text


def test_the_token_of_another_session(guarded):
    client = guarded.test_client()
    client.get("/")
    token = guarded.test_client().get("/").text
    answer = client.post("/", data={"csrf_token": token})
    assert "The CSRF tokens do not match." in answer.text


def test_a_page_that_was_open_for_too_long(guarded):
    guarded.config["WTF_CSRF_TIME_LIMIT"] = -1
    client = guarded.test_client()
    answer = client.post("/", data={"csrf_token": client.get("/").text})
    assert "The CSRF token has expired." in answer.text


def test_https_without_a_referrer(guarded):
    client = guarded.test_client()
    token = client.get("/", base_url="https://localhost").text
    sent = {"csrf_token": token}
    answer = client.post("/", base_url="https://localhost", data=sent)
    assert "The referrer header is missing." in answer.text
    here = {"Referer": "https://localhost/"}
    answer = client.post("/", base_url="https://localhost", data=sent, headers=here)
    assert answer.status_code == 200


def test_a_form_that_is_never_valid_and_shows_no_error(app):
    class SpeciesForm(FlaskForm):
        species = StringField()

    with app.test_request_context(method="POST", data={"species": "Wren"}):
        form = SpeciesForm()
        assert not form.validate_on_submit()
        assert form.species.errors == []
        assert form.errors == {"csrf_token": ["The CSRF token is missing."]}


def test_a_file_in_a_form_without_its_enctype(app):
    class PhotoForm(FlaskForm):
        photo = FileField(validators=[FileRequired()])

    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context(method="POST", data={"photo": "heron.png"}):
        form = PhotoForm()
        assert not form.validate_on_submit()
        assert form.photo.errors == ["This field is required."]


def test_a_body_that_is_too_long(steps):
    answer = steps.upload.app.test_client().post(
        "/photo", data=b"x" * (1024 * 1024 + 1)
    )
    assert answer.status_code == 413
    assert "Request Entity Too Large" in answer.text


def test_an_endpoint_without_its_blueprint(app):
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/sightings", "sightings", lambda: "")
    app.register_blueprint(pages)
    message = re.escape(
        "Could not build url for endpoint 'sightings'. "
        "Did you mean 'pages.sightings' instead?"
    )
    with app.test_request_context(), pytest.raises(BuildError, match=message):
        url_for("sightings")


def test_a_blueprint_twice(app):
    pages = Blueprint("pages", __name__)
    app.register_blueprint(pages)
    message = "The name 'pages' is already registered for this blueprint"
    with pytest.raises(ValueError, match=message):
        app.register_blueprint(pages)


def test_nobody_who_loads_users(app):
    LoginManager(app)
    with (
        app.test_request_context(),
        pytest.raises(Exception, match="Missing user_loader or request_loader"),
    ):
        current_user.get_id()


def test_a_view_that_forgot_login_required(app):
    LoginManager(app).user_loader(lambda user_id: None)
    message = "'AnonymousUserMixin' object has no attribute 'id'"
    with app.test_request_context(), pytest.raises(AttributeError, match=message):
        _ = current_user.id


def test_a_session_that_is_too_large(app):
    @app.get("/")
    def much():
        session["notes"] = secrets.token_hex(8192)
        return ""

    with pytest.warns(UserWarning, match="The 'session' cookie is too large") as warned:
        app.test_client().get("/")
    assert "but the limit is 4093 bytes" in str(warned[0].message)


def test_workers_that_each_make_a_key_of_their_own(app):
    first, second = Flask(__name__), Flask(__name__)
    for worker in (first, second):
        worker.config["SECRET_KEY"] = secrets.token_hex()
        worker.add_url_rule("/", view_func=lambda: session.get("name", "nobody"))
    signer = first.session_interface.get_signing_serializer(first)
    cookie = signer.dumps({"name": "ada"})
    for worker, name in ((first, "ada"), (second, "nobody")):
        client = worker.test_client()
        client.set_cookie("session", cookie)
        assert client.get("/").text == name

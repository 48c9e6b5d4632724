"""What the text says of software that others wrote, as installed."""

import ast
import hashlib
import inspect
import secrets
import time
from datetime import timedelta

import flask_login
import flask_wtf.csrf
import flask_wtf.form
import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from flask import Flask, current_app, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_wtf import CSRFProtect, FlaskForm
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.utils import secure_filename
from wtforms import Field, StringField, fields
from wtforms.validators import InputRequired


class User(UserMixin):
    id = "ada"


@pytest.fixture
def app():
    """An application with a key and a user."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY=secrets.token_hex(), TESTING=True)
    LoginManager(app).user_loader(lambda user_id: User())
    return app


# -- the session ---------------------------------------------------------------------------


def test_the_defaults_of_the_session():
    config = Flask(__name__).config
    assert config["SESSION_COOKIE_HTTPONLY"] is True
    assert config["SESSION_COOKIE_SAMESITE"] is None
    assert config["SESSION_COOKIE_SECURE"] is False
    assert config["PERMANENT_SESSION_LIFETIME"] == timedelta(days=31)
    assert config["MAX_CONTENT_LENGTH"] is None
    assert config["MAX_FORM_MEMORY_SIZE"] == 500_000


def test_the_signature_is_hmac_with_sha1_and_a_salt(app):
    interface = SecureCookieSessionInterface()
    signer = interface.get_signing_serializer(app)
    assert isinstance(signer, URLSafeTimedSerializer)
    assert interface.digest_method().name == "sha1"
    assert (interface.key_derivation, interface.salt) == ("hmac", "cookie-session")
    cookie = signer.dumps({"name": "ada"})
    assert cookie.count(".") == 2
    other = URLSafeTimedSerializer(app.secret_key, salt="another")
    with pytest.raises(BadSignature):
        other.loads(cookie)


def test_a_long_payload_is_compressed_behind_a_dot(app):
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer.dumps({"notes": "owl " * 100}).startswith(".")


def test_an_old_key_still_opens_what_it_has_signed(app):
    cookie = SecureCookieSessionInterface().get_signing_serializer(app).dumps({"a": 1})
    old = app.secret_key
    app.config["SECRET_KEY"] = secrets.token_hex()
    signer = SecureCookieSessionInterface().get_signing_serializer
    with pytest.raises(BadSignature):
        signer(app).loads(cookie)
    app.config["SECRET_KEY_FALLBACKS"] = [old]
    assert signer(app).loads(cookie) == {"a": 1}


# -- Flask-Login ---------------------------------------------------------------------------


def test_login_user_adds_three_keys_and_clears_nothing(app):
    with app.test_request_context():
        session["planted"] = "by somebody else"
        login_user(User())
        assert set(session) == {"planted", "_user_id", "_fresh", "_id"}
        logout_user()
        assert set(session) == {"planted"}


def test_a_copied_cookie_outlives_the_logout(steps):
    app = steps.logins.app
    app.config["SECRET_KEY"] = secrets.token_hex()
    client = app.test_client()
    client.post("/login", data={"name": "ada"})
    copied = client.get_cookie("session").value
    client.post("/logout")
    assert client.get("/diary").status_code == 302
    other = app.test_client()
    other.set_cookie("session", copied)
    assert other.get("/diary").text == "The diary of ada: an owl, again.\n"


def test_who_brings_a_copy_gets_a_new_signature_with_each_change(app, monkeypatch):
    @app.get("/<int:day>")
    def diary(day):
        session["day"] = day
        return flask_login.current_user.get_id() or "nobody"

    app.add_url_rule("/login", view_func=lambda: str(login_user(User())))
    clock, begun = time.time, time.time()
    client = app.test_client()
    client.get("/login")
    copied = client.get_cookie("session").value
    for day in (30, 60, 90):
        monkeypatch.setattr(time, "time", lambda day=day: begun + day * 86400)
        assert client.get(f"/{day}").text == "ada"
    other = app.test_client()
    other.set_cookie("session", copied)
    assert other.get("/90").text == "nobody"
    assert clock() < begun + 60


# Flask-Login calls utcnow(), which warns since 3.12.
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
@pytest.mark.parametrize(("order", "who"), [("good", "nobody"), ("bad", "ada")])
def test_a_session_cleared_after_the_logout_keeps_the_cookie_of_remember_me(
    app, order, who
):
    @app.post("/logout")
    def logout():
        steps = [session.clear, logout_user]
        for step in steps if request.form["order"] == "good" else reversed(steps):
            step()
        return ""

    app.add_url_rule(
        "/", view_func=lambda: flask_login.current_user.get_id() or "nobody"
    )
    app.add_url_rule(
        "/login", "login", view_func=lambda: str(login_user(User(), remember=True))
    )
    client = app.test_client()
    client.get("/login")
    assert client.get_cookie("remember_token") is not None
    client.post("/logout", data={"order": order})
    assert client.get("/").text == who


def test_protection_is_basic_and_only_marks_a_session_as_stale(app):
    assert LoginManager().session_protection == "basic"

    @app.get("/")
    def who():
        return f"{flask_login.current_user.get_id()} {session.get('_fresh')}"

    app.add_url_rule("/login", view_func=lambda: str(login_user(User())))
    client = app.test_client()
    client.get("/login", headers={"User-Agent": "Ada's browser"})
    answer = client.get("/", headers={"User-Agent": "another browser"})
    assert answer.text == "ada False"


def test_the_identifier_believes_x_forwarded_for(app):
    def identifier(**headers):
        with app.test_request_context(headers=headers):
            return current_app.login_manager._session_identifier_generator()

    assert identifier() != identifier(**{"X-Forwarded-For": "10.0.0.1"})


def test_the_cookie_of_remember_me_is_not_secure_by_itself():
    from flask_login import config

    assert (config.COOKIE_SECURE, config.COOKIE_SAMESITE) == (False, None)
    assert timedelta(days=365) == config.COOKIE_DURATION


# -- Flask-WTF -----------------------------------------------------------------------------


def test_validate_on_submit_is_two_questions():
    source = inspect.getsource(FlaskForm.validate_on_submit)
    assert "self.is_submitted() and self.validate(" in source
    assert {"POST", "PUT", "PATCH", "DELETE"} == flask_wtf.form.SUBMIT_METHODS


def test_the_defaults_of_the_token(app):
    CSRFProtect(app)
    assert app.config["WTF_CSRF_TIME_LIMIT"] == 3600
    assert app.config["WTF_CSRF_SSL_STRICT"] is True
    assert app.config["WTF_CSRF_HEADERS"] == ["X-CSRFToken", "X-CSRF-Token"]


def test_the_token_signs_what_the_session_has(app):
    with app.test_request_context():
        token = flask_wtf.csrf.generate_csrf()
        signer = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token")
        assert signer.loads(token) == session["csrf_token"]
        assert len(session["csrf_token"]) == 40


def test_a_flask_form_reads_json_too(app):
    class SpeciesForm(FlaskForm):
        species = StringField()

    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context(method="POST", json={"species": "Wren"}):
        assert SpeciesForm().species.data == "Wren"


def test_an_inline_validator_runs_after_those_in_the_list(app):
    calls = []

    class SpeciesForm(FlaskForm):
        species = StringField(validators=[lambda form, field: calls.append("list")])

        def validate_species(self, field):
            calls.append("inline")

    with app.test_request_context():
        SpeciesForm(MultiDict({"species": "Wren"}), meta={"csrf": False}).validate()
    assert calls == ["list", "inline"]


def test_what_is_needed_stops_the_chain(app):
    class SpeciesForm(FlaskForm):
        species = StringField(validators=[InputRequired(), lambda form, field: 1 / 0])

    with app.test_request_context():
        form = SpeciesForm(MultiDict(), meta={"csrf": False})
        assert not form.validate()
        assert form.species.errors == ["This field is required."]


# -- Werkzeug ------------------------------------------------------------------------------


def test_passwords_are_scrypt_by_default():
    assert generate_password_hash("x").startswith("scrypt:32768:8:1$")
    assert not check_password_hash("", "x")


def test_the_hash_of_the_book_is_django_s_and_takes_16_mib(steps):
    hasher = ScryptPasswordHasher
    numbers = hasher.work_factor, hasher.block_size, hasher.parallelism
    assert "scrypt:{}:{}:{}".format(*numbers) == steps.time_logins.SCRYPT
    n, r, p = numbers
    assert 128 * n * r == 16 * 1024 * 1024
    hashlib.scrypt(b"x", salt=b"x", n=n, r=r, p=p, maxmem=17 * 1024 * 1024)


def test_a_hash_with_other_numbers_is_still_right():
    for method in ("scrypt", "scrypt:16384:8:5"):
        assert check_password_hash(generate_password_hash("x", method), "x")


def test_what_a_safe_name_still_lets_happen():
    assert secure_filename("../../evil.html") == "evil.html"
    assert secure_filename("ερωδιός.png") == "png"
    assert secure_filename("...") == ""


# -- Flask ---------------------------------------------------------------------------------


def test_a_coroutine_is_run_to_its_end_in_a_loop_of_its_own():
    source = inspect.getsource(Flask.async_to_sync)
    assert "asgiref.sync" in source
    assert "Install Flask with the 'async' extra" in source


def test_a_nested_blueprint_has_the_names_of_both(steps):
    rules = {
        rule.endpoint: rule.rule for rule in steps.blueprints.app.url_map.iter_rules()
    }
    assert rules["old_api.list_sightings"] == "/v0/sightings"


def test_the_last_function_of_after_request_is_called_first(app):
    calls = []
    for name in ("first", "last"):
        app.after_request(lambda response, name=name: calls.append(name) or response)
    app.test_client().get("/")
    assert calls == ["last", "first"]


# -- numbers of the text -------------------------------------------------------------------


def test_how_often_the_name_stands_in_the_form_by_hand(steps):
    assert steps.by_hand.PAGE.count("count") == 9


def test_wtforms_has_some_thirty_fields():
    there = [f for f in vars(fields).values() if inspect.isclass(f)]
    assert 28 <= sum(issubclass(f, Field) for f in there) <= 36


def test_the_forms_of_the_two_weeks_are_as_long_as_the_text_says(room):
    def lines(file):
        return len(file.read_text("utf-8").splitlines())

    week06 = room.parent / "week06_checkpoint_bottle"
    alone = lines(week06 / "fieldnotes" / "forms.py")
    assert 90 <= alone <= 120
    assert 135 <= alone + lines(week06 / "perch" / "forms.py") <= 165
    names = {"TrimmedField", "DigitsField", "ISODateField", "SightingForm"}
    tree = ast.parse((room / "fieldnotes" / "forms.py").read_text("utf-8"))
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name in names]
    assert 40 <= sum(c.end_lineno - c.lineno + 1 for c in classes) <= 60

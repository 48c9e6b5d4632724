"""Fieldnotes in Flask, without a server: what HTTP cannot provoke, and the commands."""

import errno
import hashlib
import json
import os
import subprocess
from datetime import date, datetime, timedelta, timezone
from io import BytesIO

import pytest
from flask import template_rendered
from sqlalchemy import delete, event, select

from harness.inputs import environment, programs

HEADER = "id,species,count,place,seen_on,notes,observer,created_at\n"
ROW = "7,Grey heron,1,uk/england,2026-05-01,,ada,2026-05-01T08:00:00+00:00\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\2\0\0\0\3\x08\2\0\0\0\0\0\0\0"
SIGHTING = {"species": "Jay", "count": 1, "place": "uk", "seen_on": "2026-05-01"}


QUICK = "scrypt:1024:8:1"
"""Hashes of the accounts here, of which each would else take a quarter of a second."""


@pytest.fixture
def make_app(package, tmp_path, monkeypatch):
    """A function that makes the application, with its data in a temporary folder."""
    monkeypatch.setattr(package.accounts, "SCRYPT", QUICK)
    made = []

    def make_app(**given):
        settings = {"DATA": tmp_path, "MODE": "development", "TODAY": "2026-06-01"}
        app = package.create_app(settings | {"WTF_CSRF_ENABLED": False} | given)
        made.append(app)
        return app

    yield make_app
    for app in made:
        app.extensions["engine"].dispose()


@pytest.fixture
def app(make_app, tmp_path):
    """The application with one sighting, of ada, whose id is 7."""
    app = make_app()
    file = tmp_path / "sightings.csv"
    file.write_text(HEADER + ROW)
    result = app.test_cli_runner().invoke(args=["load", str(file)])
    assert result.output == "Loaded 1 sightings of 1 observers.\n"
    return app


@pytest.fixture
def client(app):
    """A browser that is logged in as miriam, who has the sighting 8."""
    client = app.test_client()
    account = {"username": "miriam", "password": "at the weir"}
    client.post("/register", data=account | {"again": account["password"]})
    client.post("/login", data=account)
    made = client.post("/sightings/new", data=SIGHTING)
    assert made.location == "/sightings/8"
    return client


@pytest.fixture
def token(client):
    """The headers by which a program of miriam's is known."""
    account = {"username": "miriam", "password": "at the weir"}
    token = client.post("/api/tokens", json=account).json["token"]
    return {"Authorization": f"Bearer {token}"}


# -- settings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"MODE": "debug"}, "FIELDNOTES_MODE is 'debug': set it to production"),
        ({"MODE": "production"}, "FIELDNOTES_SECRET is not set: set it to a long"),
        ({"MODE": "production", "SECRET": "dev"}, "FIELDNOTES_SECRET is too short: "),
        ({"TODAY": "1 June"}, "FIELDNOTES_TODAY is '1 June': write a date like"),
        ({"TOKEN_LIFETIME": "a day"}, "FIELDNOTES_TOKEN_LIFETIME is 'a day': write"),
        ({"DATABASE": "mysql://host/x"}, "FIELDNOTES_DATABASE is no address of Postgr"),
        ({"DATABASE": "fieldnotes"}, "FIELDNOTES_DATABASE is no address of Postgr"),
        ({"DATA": __file__}, f"FIELDNOTES_DATA cannot be used: [Errno {errno.EEXIST}]"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(make_app, given, message):
    with pytest.raises(SystemExit) as ended:
        make_app(**given)
    assert message in ended.value.code
    assert "\n" not in ended.value.code


@pytest.mark.parametrize(
    "command",
    [
        ["flask", "--app", "fieldnotes", "run"],
        ["gunicorn", "--preload", "--no-control-socket", "fieldnotes:create_app()"],
    ],
)
def test_a_server_without_a_secret_says_so_and_ends(room, tmp_path, command):
    ended = subprocess.run(
        [programs() / command[0], *command[1:]],
        cwd=room,
        env=environment({"FIELDNOTES_DATA": str(tmp_path)}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("FIELDNOTES_SECRET is not set: ")
    assert ended.stderr.count("\n") == 1


def test_cookies_are_for_https_in_production(make_app):
    assert make_app(MODE="production", SECRET="s" * 32).config["SESSION_COOKIE_SECURE"]
    assert not make_app().config["SESSION_COOKIE_SECURE"]


def test_today_is_the_real_date_unless_it_is_set(make_app, monkeypatch):
    monkeypatch.delenv("FIELDNOTES_TODAY")
    from fieldnotes.settings import today

    with make_app(TODAY="").app_context():
        assert today() == date.today()
    with make_app(TODAY="2026-06-01").app_context():
        assert today() == date(2026, 6, 1)


# -- load ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: the first line must be id,species,"),
        ("id,species\n", "line 1: the first line must be id,species,"),
        (HEADER + "1,Jay\n", "line 2: there must be as many values as in id,"),
        (HEADER + ROW + "8" + ROW[1:-1] + ",x\n", "line 3: there must be as many"),
        (HEADER + ROW + ROW, "line 3: id is 7, as in a line before"),
        (HEADER + ROW.replace("2026-05-01,", "soon,"), "line 2: seen_on is 'soon': "),
        (HEADER + ROW.replace("ada", "Ada"), "line 2: observer is 'Ada': Use 3 to 30"),
        (HEADER + ROW.replace("+00:00", ""), "line 2: created_at is '2026-05-01T08:00"),
        (HEADER + '1,"Jay\n', "line 2: unexpected end of data"),
        (HEADER + "1,\udcff", "line 2: 'utf-8' codec can't decode byte 0xff"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_named(make_app, tmp_path, content, message):
    file = tmp_path / "sightings.csv"
    file.write_text(content, encoding="utf-8", errors="surrogateescape")
    result = make_app().test_cli_runner().invoke(args=["load", str(file)])
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {file}, {message}")
    assert result.output.endswith("; mend the file and load it again\n")


def test_a_file_without_sightings_makes_the_tables(make_app, tmp_path):
    file = tmp_path / "sightings.csv"
    file.write_text(HEADER)
    app = make_app()
    result = app.test_cli_runner().invoke(args=["load", str(file)])
    assert result.output == "Loaded 0 sightings of 0 observers.\n"
    assert app.test_client().get("/sightings").status_code == 200


def test_loading_twice_is_refused(app, tmp_path):
    result = app.test_cli_runner().invoke(
        args=["load", str(tmp_path / "sightings.csv")]
    )
    assert result.exit_code == 1
    assert result.output.startswith("Error: there are sightings already")


# -- what is kept --------------------------------------------------------------------------


def test_neither_passwords_nor_tokens_are_kept(app, client, token):
    from fieldnotes.database import get_session
    from fieldnotes.models import Token, User

    with app.app_context():
        hashes = dict(
            get_session().execute(select(User.username, User.password_hash)).all()
        )
        digest = get_session().scalars(select(Token.digest)).one()
    assert hashes["miriam"].startswith(f"{QUICK}$")
    plain = token["Authorization"].removeprefix("Bearer ")
    assert digest == hashlib.sha256(plain.encode()).hexdigest()


def test_a_login_keeps_nothing_of_the_time_before(app):
    browser = app.test_client()
    account = {"username": "miriam", "password": "at the weir"}
    browser.post("/register", data=account | {"again": account["password"]})
    with browser.session_transaction() as session:
        session["planted"] = "by somebody else"
    assert browser.post("/login", data=account).status_code == 303
    with browser.session_transaction() as session:
        assert "_user_id" in session
        assert "planted" not in session


def test_the_hash_is_the_one_that_the_page_speaks_of(package):
    assert package.accounts.SCRYPT == "scrypt:16384:8:5"
    assert package.accounts.NO_PASSWORD.startswith("scrypt:16384:8:5$")


def test_the_logout_ends_a_remembered_login_too(client):
    client.set_cookie("remember_token", "of a version that had one")
    assert client.post("/logout").status_code == 303
    assert client.get_cookie("remember_token") is None


def test_a_moment_is_kept_with_its_time_zone_or_not_at_all(package):
    moment_type = package.models.UTCDateTime()
    noon = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    kept = moment_type.process_bind_param(noon, None)
    assert kept == datetime(2026, 6, 1, 10)
    assert moment_type.process_result_value(kept, None) == noon
    assert moment_type.process_bind_param(None, None) is None
    assert moment_type.process_result_value(None, None) is None
    with pytest.raises(ValueError, match="a moment without a time zone"):
        moment_type.process_bind_param(kept, None)


def test_an_observer_of_the_data_set_has_no_password(client):
    from fieldnotes.accounts import NO_PASSWORD

    for password in ("password", NO_PASSWORD, "no"):
        answer = client.post("/login", data={"username": "ada", "password": password})
        assert answer.status_code == 422


# -- templates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/sightings", "sightings.html"),
        ("/places/uk", "place.html"),
        ("/sightings/8", "sighting.html"),
        ("/sightings/new", "sighting_form.html"),
        ("/login", "login.html"),
        ("/register", "register.html"),
    ],
)
def test_each_page_is_made_from_its_template(app, client, path, template):
    names = []

    def note(_app, template, **_):
        names.append(template.name)

    with template_rendered.connected_to(note, app):
        assert client.get(path).status_code == 200
    assert names == [template]


def test_all_pages_have_the_same_base(app):
    for name in app.jinja_env.list_templates(["html"]):
        source = app.jinja_env.loader.get_source(app.jinja_env, name)[0]
        based = source.startswith('{% extends "base.html" %}')
        assert based != (name in ("base.html", "macros.html")), name


# -- faults --------------------------------------------------------------------------------


@pytest.fixture
def locked(app, client, token):
    """The database is locked by somebody else, and nobody waits long for it."""
    engine = app.extensions["engine"]
    engine.dispose()
    event.listen(engine, "connect", lambda c, _: c.execute("PRAGMA busy_timeout = 9"))
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield
        connection.rollback()


def test_a_locked_database_is_503(client, token, locked):
    page = client.post("/sightings/8/edit", data=SIGHTING | {"count": 2})
    assert (page.status_code, page.mimetype) == (503, "text/html")
    assert page.headers["Retry-After"] == "5"
    answer = client.patch("/api/sightings/8", json={"count": 2}, headers=token)
    assert answer.status_code == 503
    assert answer.mimetype == "application/problem+json"
    assert json.loads(answer.data)["status"] == 503
    assert client.get("/api/sightings/8").json["count"] == 1


def test_a_photo_that_the_database_does_not_know_is_removed(client, locked, tmp_path):
    assert send_photo(client).status_code == 503
    assert list((tmp_path / "photos").iterdir()) == []


def test_a_full_disk_is_503_and_leaves_nothing_behind(client, tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    assert send_photo(client).status_code == 503
    assert list((tmp_path / "photos").iterdir()) == []
    assert client.get("/api/sightings/8").json["photo_url"] is None


def test_changing_what_somebody_deletes_meanwhile_is_404(app, client):
    from fieldnotes.models import Sighting
    from sqlalchemy.orm import Session

    @event.listens_for(Session, "before_flush", once=True)
    def delete_first(*_):
        with app.extensions["engine"].begin() as connection:
            connection.execute(delete(Sighting))

    answer = client.post("/sightings/8/edit", data=SIGHTING | {"count": 2})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/sightings/8/delete", "/sightings/8/photo"])
def test_what_somebody_deletes_meanwhile_is_404(
    app, client, path, monkeypatch, tmp_path
):
    from fieldnotes.models import Sighting
    from sqlalchemy.orm import Session

    get = Session.get

    def get_and_delete(self, entity, key):
        found = get(self, entity, key)
        if entity is Sighting:
            with app.extensions["engine"].begin() as connection:
                connection.execute(delete(Sighting))
        return found

    monkeypatch.setattr(Session, "get", get_and_delete)
    data = {"photo": (BytesIO(PNG), "heron.png")}
    assert client.post(path, data=data).status_code == 404
    assert list(tmp_path.glob("photos/*")) == []


def send_photo(client):
    return client.post(
        "/sightings/8/photo", data={"photo": (BytesIO(PNG), "heron.png")}
    )


# -- the API -------------------------------------------------------------------------------


def test_json_that_is_nested_too_deeply_is_400(client, token):
    answer = client.post(
        "/api/sightings", data="[" * 100_000, headers=token, mimetype="application/json"
    )
    assert answer.status_code == 400


def test_half_a_character_is_422(client, token):
    for path, body in [
        ("/api/sightings", SIGHTING | {"notes": "\ud83e"}),
        ("/api/tokens", {"username": "miriam", "password": "\ud83e"}),
    ]:
        assert client.post(path, json=body, headers=token).status_code == 422


# -- images --------------------------------------------------------------------------------

JPEG = b"\xff\xd8\xff\xe0\0\4ab\xff\xff\xc2\0\x0b\x08\0\3\0\2\1\1\x11\0"


def test_kind_and_size_of_an_image_are_in_its_first_bytes():
    from fieldnotes.images import Image, sniff

    assert sniff(PNG) == Image("image/png", ".png", 2, 3)
    assert sniff(JPEG) == Image("image/jpeg", ".jpg", 2, 3)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + PNG,
        PNG[:32],
        PNG.replace(b"IHDR", b"IDAT"),
        PNG.replace(b"\0\0\0\2", b"\0\0\0\0"),
        JPEG[:15],
        JPEG.replace(b"\xff\xff\xc2", b"\xff\xff\xd9"),
        JPEG.replace(b"\xff\xff\xc2", b"\0\xff\xc2"),
        JPEG.replace(b"\0\3\0\2", b"\0\0\0\2"),
    ],
)
def test_what_is_no_image_has_no_kind(content):
    from fieldnotes.images import sniff

    assert sniff(content) is None

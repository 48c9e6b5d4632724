"""Fieldnotes in FastAPI with its test client: what the suite of the contract cannot reach."""

import asyncio
import errno
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, SQLModel
from sqlmodel.main import default_registry

from harness.inputs import environment
from harness.rooms import importable

HEADER = "id,species,count,place,seen_on,notes,observer,created_at\n"
ROW = "7,Grey heron,1,uk/england,2026-05-01,,ada,2026-05-01T08:00:00+00:00\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\2\0\0\0\3\x08\2\0\0\0\0\0\0\0"
SIGHTING = {"species": "Jay", "count": 1, "place": "uk", "seen_on": "2026-05-01"}
ACCOUNT = {"username": "miriam", "password": "at the weir"}


@pytest.fixture(scope="module")
def fieldnotes(room, tmp_path_factory):
    """The package of this room, whose modules read their settings when imported."""
    with pytest.MonkeyPatch.context() as patch, importable(room) as modules:
        patch.setenv("FIELDNOTES_MODE", "development")
        patch.setenv("FIELDNOTES_TODAY", "2026-06-01")
        patch.setenv("FIELDNOTES_DATA", str(tmp_path_factory.mktemp("data")))
        from fieldnotes import load, main, security  # noqa: F401

        quick = PasswordHash([Argon2Hasher(1, memory_cost=8, parallelism=1)])
        patch.setattr(security, "password_hash", quick)
        yield modules.fieldnotes
        # The next import in this process declares its tables anew.
        SQLModel.metadata.clear()
        default_registry.dispose()


@pytest.fixture
def client(fieldnotes):
    """A browser that has visited nothing yet. The database has the sighting 7 of ada."""
    app = fieldnotes.main.app
    with TestClient(
        app, follow_redirects=False, raise_server_exceptions=False
    ) as client:
        with Session(fieldnotes.database.engine) as session:
            for table in ("report", "token", "sighting", "account"):
                session.exec(text(f"DELETE FROM {table}"))
            session.add(fieldnotes.models.Account(username="ada"))
            session.commit()
        fieldnotes.load.load([fieldnotes.load.Row(**values(ROW))])
        yield client
        app.dependency_overrides.clear()


def values(row):
    return dict(zip(HEADER.strip().split(","), row.strip().split(","), strict=True))


def csrf(client, path="/login"):
    return re.search('name="csrf_token" value="(.+?)"', client.get(path).text)[1]


def post(client, path, data, **more):
    return client.post(path, data=data | {"csrf_token": csrf(client)}, **more)


@pytest.fixture
def miriam(client):
    """A browser that is logged in as miriam."""
    assert post(client, "/register", ACCOUNT).status_code == 303
    assert post(client, "/login", ACCOUNT).status_code == 303
    return client


@pytest.fixture
def headers(miriam):
    """The headers by which a program of miriam's is known."""
    token = miriam.post("/api/tokens", json=ACCOUNT).json()["token"]
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def jay(miriam, headers):
    """The path of a sighting of miriam's."""
    return miriam.post("/api/sightings", json=SIGHTING, headers=headers).json()["id"]


# -- settings and commands -----------------------------------------------------------------


def run(room, *command, **variables):
    return subprocess.run(
        command,
        cwd=room,
        env=environment({"FIELDNOTES_MODE": ""} | variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({}, "set FIELDNOTES_SECRET to a long random text, or FIELDNOTES_MODE to"),
        ({"FIELDNOTES_MODE": "debug"}, "FIELDNOTES_MODE: Input should be 'production'"),
        ({"FIELDNOTES_TODAY": "1 June"}, "FIELDNOTES_TODAY: Invalid isoformat string"),
        (
            {"FIELDNOTES_DATABASE": "mysql:x"},
            "FIELDNOTES_DATABASE: String should match",
        ),
        ({"FIELDNOTES_DATA": __file__}, "FIELDNOTES_DATA: [Errno 20] Not a directory"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(room, tmp_path, variables, line):
    secret = {"FIELDNOTES_SECRET": "s"} if variables else {}
    data = {"FIELDNOTES_DATA": str(tmp_path)}
    command = [sys.executable, "-c", "import fieldnotes.settings"]
    ended = run(room, *command, **data | secret | variables)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"fieldnotes: {line}")
    assert ended.stderr.count("\n") == 1


def test_passwords_are_hashed_as_owasp_asks(fieldnotes):
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in fieldnotes.security.DUMMY_HASH


def test_workers_that_cannot_start_are_not_started_again(serve, tmp_path):
    server = serve(
        *("uvicorn", "fieldnotes.main:app", "--port", "{port}", "--workers", "2"),
        env={"FIELDNOTES_MODE": "", "FIELDNOTES_DATA": str(tmp_path)},
        ready=re.compile("Stopping parent process"),
        timeout=30,
    )
    assert "fieldnotes: set FIELDNOTES_SECRET" in server.log


def test_today_is_the_real_date_unless_it_is_set(fieldnotes, monkeypatch):
    settings = fieldnotes.settings
    assert str(settings.settings.current_date()) == "2026-06-01"
    monkeypatch.delenv("FIELDNOTES_TODAY")
    assert settings.Settings().current_date() == settings.date.today()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("id,species\n", "line 1: the columns have to be id,species,count,place"),
        (
            HEADER + ROW.replace(",1,", ",0,"),
            "line 2: mend count: Input should be great",
        ),
        (
            HEADER + ROW.replace("ada", "A"),
            "line 2: mend observer: A user name is 3 to 30",
        ),
        (
            HEADER + ROW.replace("+00:00", ""),
            "line 2: mend created_at: Input should have",
        ),
        (
            HEADER + ROW.replace("heron", "\xe9"),
            "give a CSV file in UTF-8: 'utf-8' codec",
        ),
        (None, "give a CSV file in UTF-8: [Errno 2] No such file"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_named(
    fieldnotes, tmp_path, monkeypatch, content, message
):
    file = tmp_path / "sightings.csv"
    if content:
        file.write_text(content, encoding="latin-1")
    monkeypatch.setattr("sys.argv", ["load", str(file)])
    with pytest.raises(SystemExit) as ended:
        fieldnotes.load.main()
    assert str(file) in ended.value.code
    assert message in ended.value.code


def test_load_wants_one_file(fieldnotes, monkeypatch):
    monkeypatch.setattr("sys.argv", ["load"])
    with pytest.raises(SystemExit, match=r"usage: python -m fieldnotes.load FILE\.csv"):
        fieldnotes.load.main()


def test_loading_twice_changes_nothing(
    client, fieldnotes, tmp_path, monkeypatch, capsys
):
    file = tmp_path / "sightings.csv"
    file.write_text(HEADER + ROW)
    monkeypatch.setattr("sys.argv", ["load", str(file)])
    fieldnotes.load.main()
    assert capsys.readouterr().out == "1 sightings loaded\n"
    assert client.get("/api/sightings").json()["total"] == 1


# -- faults --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/sightings", "text/html"), ("/api/sightings", "application/problem+json")],
)
def test_an_error_of_ours_is_500(client, fieldnotes, monkeypatch, path, media_type):
    def fail(*arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(fieldnotes.sightings, "conditions", fail)
    answer = client.get(path)
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith(media_type)


def test_a_locked_database_is_503(miriam, headers, fieldnotes):
    engine = fieldnotes.database.engine

    def be_impatient(connection, record):
        connection.execute("PRAGMA busy_timeout = 10")

    engine.dispose()
    event.listen(engine, "connect", be_impatient)
    with engine.connect() as connection:
        connection.execute(text("BEGIN EXCLUSIVE"))
        answer = miriam.post("/api/sightings", json=SIGHTING, headers=headers)
    event.remove(engine, "connect", be_impatient)
    engine.dispose()
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert miriam.get("/api/sightings").json()["total"] == 1


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 507), (errno.EIO, 500)])
def test_a_photo_that_cannot_be_written(
    miriam, jay, fieldnotes, monkeypatch, number, status
):
    write_bytes = Path.write_bytes

    def write_half(file, content):
        write_bytes(file, content[:10])
        raise OSError(number, "no more")

    monkeypatch.setattr(Path, "write_bytes", write_half)
    answer = post(miriam, f"/sightings/{jay}/photo", {}, files={"photo": PNG})
    assert answer.status_code == status
    assert list(fieldnotes.settings.settings.photos.iterdir()) == []


def test_a_photo_whose_file_is_lost_is_404(miriam, jay, fieldnotes):
    post(miriam, f"/sightings/{jay}/photo", {}, files={"photo": PNG})
    path = miriam.get(f"/api/sightings/{jay}").json()["photo_url"]
    assert miriam.get(path).content == PNG
    (fieldnotes.settings.settings.photos / Path(path).name).unlink()
    assert miriam.get(path).status_code == 404


@pytest.mark.parametrize("action", ["edit", "delete", "photo"])
def test_a_sighting_that_goes_while_a_form_is_read(miriam, fieldnotes, action):
    gone = fieldnotes.models.Sighting(id=99, observer="miriam", **SIGHTING)
    overrides = fieldnotes.main.app.dependency_overrides
    overrides[fieldnotes.dependencies.get_own_sighting] = lambda: gone
    path = f"/sightings/99/{action}"
    assert post(miriam, path, SIGHTING, files={"photo": PNG}).status_code == 404


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_sighting_that_goes_while_a_program_changes_it(
    miriam, headers, fieldnotes, method
):
    gone = fieldnotes.models.Sighting(id=99, observer="miriam", **SIGHTING)
    overrides = fieldnotes.main.app.dependency_overrides
    overrides[fieldnotes.dependencies.get_sighting] = lambda: gone
    body = {"count": 2} if method == "PATCH" else None
    answer = miriam.request(method, "/api/sightings/99", json=body, headers=headers)
    assert answer.status_code == 404


# -- what is sent --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "what"), [("/api/tokens", "json"), ("/login", "html")]
)
def test_a_body_without_a_length_is_limited_too(client, path, what):
    def chunks():
        for _ in range(40):
            yield b"x" * 65536

    kinds = {"json": "application/json", "html": "application/x-www-form-urlencoded"}
    answer = client.post(path, content=chunks(), headers={"content-type": kinds[what]})
    assert answer.status_code == 413
    assert what in answer.headers["content-type"]


def test_a_form_in_another_encoding_is_refused(client):
    kind = "multipart/form-data; boundary=b; charset=punycode"
    answer = client.post("/login", content=b"--b--", headers={"content-type": kind})
    assert answer.status_code == 415


def test_a_session_of_an_account_that_is_gone(miriam, fieldnotes):
    with Session(fieldnotes.database.engine) as session:
        session.exec(text("DELETE FROM account WHERE username = 'miriam'"))
        session.commit()
    answer = miriam.get("/sightings/new")
    assert answer.headers["location"] == "/login?next=/sightings/new"


# -- reports -------------------------------------------------------------------------------


def ask_for_report(client, headers):
    answer = client.post("/api/reports", headers=headers)
    assert answer.status_code == 202
    return answer.headers["location"]


def test_a_report_that_fails_says_so(miriam, headers, fieldnotes, monkeypatch):
    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr(fieldnotes.reports, "write_csv", fail)
    path = ask_for_report(miriam, headers)
    assert miriam.get(path, headers=headers).json()["status"] == "failed"
    assert miriam.get(f"{path}/result", headers=headers).status_code == 404


def test_a_report_whose_process_ended_has_failed(
    miriam, headers, fieldnotes, monkeypatch
):
    async def end(report_id):
        """Do nothing, as a process that was killed."""

    monkeypatch.setattr(fieldnotes.routers.reports, "make_report", end)
    path = ask_for_report(miriam, headers)
    assert miriam.get(path, headers=headers).json()["status"] == "queued"
    monkeypatch.setattr(fieldnotes.reports, "LOST_AFTER", timedelta(seconds=-1))
    assert miriam.get(path, headers=headers).json()["status"] == "failed"


def test_an_error_outside_of_the_session_has_a_page_too(fieldnotes):
    assert fieldnotes.templating.page_context(Request({"type": "http"})) == {}


# -- the feed ------------------------------------------------------------------------------


def test_a_slow_listener_misses_nothing(miriam, headers, jay, fieldnotes, monkeypatch):
    feed = fieldnotes.feed
    monkeypatch.setattr(feed, "KEPT", 2)
    monkeypatch.setattr(feed, "INTERVAL", 0)
    later = [jay]

    def make_some():
        for _ in range(4):
            made = miriam.post("/api/sightings", json=SIGHTING, headers=headers)
            later.append(made.json()["id"])

    async def listen():
        news = feed.Feed()
        sightings = news.after(7)
        heard = [(await anext(sightings)).id]
        await asyncio.to_thread(make_some)
        while True:  # the watcher goes on, the listener does not
            await asyncio.sleep(0)
            if news.newest >= later[-1]:
                break
        while heard[-1] < later[-1]:
            heard.append((await anext(sightings)).id)
        await sightings.aclose()
        return heard, len(news.recent), news.listeners

    assert asyncio.run(listen()) == (later, 2, 0)


def test_the_feed_outlives_a_database_that_is_away(jay, fieldnotes, monkeypatch):
    feed = fieldnotes.feed
    look = feed.sightings_after
    failures = [OperationalError("SELECT", {}, OSError("away"))]

    def look_later(position):
        if failures:
            raise failures.pop()
        return look(position)

    monkeypatch.setattr(feed, "sightings_after", look_later)
    monkeypatch.setattr(feed, "INTERVAL", 0)

    async def listen():
        sightings = feed.Feed().after(7)
        found = await anext(sightings)
        await sightings.aclose()
        return found.id

    assert asyncio.run(listen()) == jay
    assert failures == []


def test_a_worker_that_cannot_start_ends_its_parent_too(fieldnotes, monkeypatch):
    module = fieldnotes.settings
    ended = []
    parent = type("Parent", (), {"pid": 4711})
    monkeypatch.setattr(module.multiprocessing, "parent_process", lambda: parent)
    monkeypatch.setattr(module.os, "kill", lambda *what: ended.append(what))
    monkeypatch.setenv("FIELDNOTES_MODE", "nonsense")
    with pytest.raises(SystemExit, match="fieldnotes: "):
        module.load_settings()
    assert ended == [(4711, module.signal.SIGTERM)]

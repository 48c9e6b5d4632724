"""Fieldnotes on perch and roost: commands, settings, and what HTTP cannot show."""

import doctest
import re
import runpy
import signal
import sqlite3
import subprocess
import threading
import urllib.request
from datetime import date
from pathlib import Path

import pytest

from contract.applications import read, running
from harness.inputs import environment, programs
from harness.rooms import importable

HEAD = "id,species,count,place,seen_on,notes,observer,created_at\n"
ROW = "7,Grey heron,1,uk/england,2026-05-01,,ada,2026-05-01T08:00:00+00:00\n"
FORM = {"species": "Wren", "count": "2", "place": "uk", "seen_on": "2026-05-31"}


@pytest.fixture(scope="module", autouse=True)
def package(room):
    """Have the packages of this room imported, and not those of another."""
    with importable(room) as modules:
        yield modules.fieldnotes


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A function that runs a command of Fieldnotes, with its data in ``data``."""
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path / "data"))

    def run(*words):
        monkeypatch.setattr("sys.argv", ["fieldnotes", *words])
        runpy.run_module("fieldnotes", run_name="__main__")

    return run


@pytest.fixture
def load(run, tmp_path):
    """A function that loads a file with this text, and returns the file."""

    def load(text):
        file = tmp_path / "sightings.csv"
        file.write_text(text, encoding="latin-1", newline="")
        run("load", str(file))
        return file

    return load


@pytest.fixture
def database(package, run):
    """The database of the application; it waits a twentieth of a second for a lock."""
    from fieldnotes.settings import Settings
    from roost import Database

    database = Database(Settings.read().database_file, busy_timeout=0.05)
    yield database
    database.close()


@pytest.fixture
def start(database, package, monkeypatch):
    """A function that makes the application and returns a client for it."""
    from perch.testing import Client

    monkeypatch.setattr("fieldnotes.app.Database", lambda file: database)
    return lambda: Client(package.create_app())


@pytest.fixture
def client(load, start):
    """A client of the application with one sighting, of ada, whose id is 7."""
    load(HEAD + ROW)
    return start()


# -- the commands --------------------------------------------------------------------


def test_load_can_be_repeated(load, capsys):
    load(HEAD + ROW)
    load(HEAD + ROW + ROW.replace("7,", "8,"))
    assert capsys.readouterr().out == "1 sightings loaded\n" * 2


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "",
            1,
            "the first line must be id,species,count,place,seen_on,notes,observer,",
        ),
        ("id,species\n", 1, "the first line must be id,species,count,place,seen_on,"),
        (HEAD + ROW + ROW.replace("7,", "x,"), 3, "invalid literal for int()"),
        (HEAD + ROW.replace(",1,", ",0,"), 2, "count: Write a whole number from 1 to"),
        (HEAD + ROW.replace("2026-05-01T", "x"), 2, "Invalid isoformat string: 'x08:"),
        (HEAD + "7,Wren\n", 2, "there are 2 cells, not 8"),
        (HEAD + '7,"Wren\n', 2, "unexpected end of data"),
        (
            HEAD + ROW.replace("heron", "h\xe4ron"),
            2,
            "this is no UTF-8: save it as UTF",
        ),
    ],
)
def test_a_file_that_cannot_be_loaded_leaves_nothing(
    load, text, line, message, tmp_path
):
    with pytest.raises(SystemExit) as caught:
        load(text)
    start = f"fieldnotes: {tmp_path / 'sightings.csv'}:{line}: {message}"
    assert str(caught.value).startswith(start)
    with sqlite3.connect(tmp_path / "data" / "fieldnotes.db") as connection:
        assert connection.execute("SELECT count(*) FROM sightings").fetchone() == (0,)
    connection.close()


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    with pytest.raises(SystemExit, match=r"No such file or directory: .*none\.csv"):
        run("load", str(tmp_path / "none.csv"))


def test_an_empty_database_can_be_made(run, start):
    run("init")
    assert "No sightings." in start().get("/sightings").text


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("FIELDNOTES_MODE", "live", "is 'live': set it to production or development"),
        ("FIELDNOTES_TODAY", "May", "is 'May': write a date like 2026-06-01"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line(
    package, monkeypatch, name, value, message
):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as caught:
        package.create_app()
    assert str(caught.value) == f"{name} {message}"


def test_without_a_date_the_clock_says_which_day_it_is():
    from fieldnotes.settings import Settings

    before = date.today()
    assert before <= Settings.read({}).today() <= date.today()
    assert Settings.read({}).data == Path("data")


def test_without_a_database_gunicorn_ends_with_one_line(room, tmp_path):
    """``sys.exit`` in a worker would have the worker started again, without an end."""
    from fieldnotes.settings import Settings

    command = [
        "gunicorn",
        "--preload",
        "--no-control-socket",
        "fieldnotes:create_app()",
    ]
    ended = subprocess.run(
        [programs() / command[0], *command[1:]],
        env=environment({"FIELDNOTES_DATA": str(tmp_path)}),
        cwd=room,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    file = Settings(tmp_path).database_file
    assert ended.returncode == 1
    assert ended.stderr == (
        f"{file} does not exist: make it with `python -m fieldnotes init`, "
        "or with `load FILE` in place of `init`\n"
    )


def test_the_server_of_the_desk_ends_on_an_interrupt(serve, load, tmp_path):
    load(HEAD + ROW)
    server = serve(
        *("python", "-m", "fieldnotes", "--port", "{port}"),
        ready=re.compile("Listening on http://127.0.0.1:"),
        env={"FIELDNOTES_DATA": str(tmp_path / "data")},
    )
    assert server.stop(signal.SIGINT) == 0
    assert "Traceback" not in server.log


# -- what several do at once, and a database that says no ----------------------------


def test_a_lock_that_is_not_given_back_is_503_and_stores_nothing(client, database):
    with sqlite3.connect(database.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        for path, form in [
            ("/sightings/new", FORM),
            ("/sightings/7/edit", FORM),
            ("/sightings/7/delete", {}),
        ]:
            answer = client.post(path, form)
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
            assert "Nothing was stored." in answer.text
        assert client.get("/sightings/7").status == 200
        other.execute("ROLLBACK")
    other.close()
    assert client.get("/sightings").text.count('class="sighting"') == 1
    assert client.post("/sightings/new", FORM).status == 303


def test_a_full_disk_is_503_and_stores_nothing(client, database):
    with database.session() as session:
        session.execute("PRAGMA max_page_count = 1")  # SQLite takes what it has by now
    form = FORM | {"notes": "x" * 2000}
    answers = [client.post("/sightings/new", form) for _ in range(5)]
    assert (answers[-1].status, answers[-1].headers["Retry-After"]) == (503, "5")
    made = sum(answer.status == 303 for answer in answers)
    assert client.get("/sightings").text.count('class="sighting"') == 1 + made


def test_a_sighting_that_goes_while_its_form_is_read_is_404(
    client, database, monkeypatch
):
    """Between the first look and the transaction somebody else deletes it."""
    from fieldnotes.forms import SightingForm

    def judge_and_delete(form, today):
        with sqlite3.connect(database.path) as other:
            other.execute("DELETE FROM sightings")
        other.close()
        return is_valid(form, today)

    is_valid = SightingForm.is_valid
    monkeypatch.setattr(SightingForm, "is_valid", judge_and_delete)
    assert client.post("/sightings/7/edit", FORM).status == 404


def test_sightings_of_many_threads_all_have_an_id(client):
    places = []

    def make():
        answer = client.post("/sightings/new", FORM)
        places.append(answer.headers["Location"])

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(places) == {f"/sightings/{id}" for id in range(8, 16)}


def test_a_page_of_another_site_cannot_delete(client):
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/sightings/7/delete", {}, **headers).status == 403
    assert client.get("/sightings/7").status == 200


def test_the_examples_in_docstrings_hold(package):
    result = doctest.testmod(package.listing)
    assert result == doctest.TestResults(failed=0, attempted=1)


def test_the_observer_without_accounts_is_guest(client):
    made = client.post("/sightings/new", FORM | {"observer": "ada", "id": "99"})
    assert made.headers["Location"] == "/sightings/8"
    page = client.get("/sightings/8").text
    assert '<dd class="observer">guest</dd>' in page


def test_a_count_may_have_thousands_of_zeros(client):
    assert client.post("/sightings/new", FORM | {"count": "0" * 5000}).status == 422
    form = FORM | {"count": "0" * 5000 + "12"}
    assert client.post("/sightings/new", form).status == 303
    assert '<dd class="count">12</dd>' in client.get("/sightings/8").text


# -- the files that are no Python ------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "form", "names"),
    [
        ("/sightings", None, {"base.html", "list.html", "listing.html"}),
        ("/places/uk", None, {"base.html", "place.html", "listing.html"}),
        ("/sightings/7", None, {"base.html", "sighting.html"}),
        ("/sightings/9", None, {"base.html", "error.html"}),
        ("/sightings/7/edit", None, {"base.html", "form.html", "invalid.html"}),
        ("/sightings/new", {}, {"base.html", "form.html", "invalid.html"}),
    ],
)
def test_of_which_templates_a_page_is_made(client, monkeypatch, path, form, names):
    from perch import Templates

    used, find = set(), Templates.find
    monkeypatch.setattr(
        Templates, "find", lambda self, name: used.add(name) or find(self, name)
    )
    answer = client.get(path) if form is None else client.post(path, form)
    assert used == names
    assert answer.text.startswith("<!doctype html>")
    assert answer.text.rstrip().endswith("</html>")


@pytest.mark.parametrize("server", ["development", "production"])
def test_it_starts_as_manifest_toml_says(room, server):
    assert (room / "fieldnotes" / "manifest.toml").is_file()
    with (
        running(read(room), server) as application,
        urllib.request.urlopen(f"{application.url}/places/de") as answer,
    ):
        assert "/places/de/berlin" in answer.read().decode()

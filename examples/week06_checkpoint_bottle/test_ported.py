"""Fieldnotes on Bottle: what stays, what Bottle needs to be told, and its commands."""

import re
import runpy
import signal
import sqlite3
from pathlib import Path

import pytest

from harness.rooms import importable

HEAD = "id,species,count,place,seen_on,notes,observer,created_at\n"
ROW = "7,Grey heron,1,uk/england,2026-05-01,,ada,2026-05-01T08:00:00+00:00\n"
FORM = {"species": "Wren", "count": "2", "place": "uk", "seen_on": "2026-05-31"}
FILE = b'--x\r\nContent-Disposition: form-data; name="a"; filename="b.png"\r\n\r\nc\r\n--x--'
STAYS = [
    *(f"roost/{path.name}" for path in (Path(__file__).parent / "roost").glob("*.py")),
    *(f"fieldnotes/{name}.py" for name in ("forms", "load", "models", "settings")),
    "fieldnotes/static/fieldnotes.css",
]


@pytest.mark.parametrize("file", sorted(STAYS))
def test_what_is_no_business_of_the_framework_stays(room, file):
    assert (room / file).read_bytes() == (room / "ported" / file).read_bytes()


def test_the_solution_of_the_exercise_is_the_application(room):
    solution = room / "exercises" / "transfer_to_bottle" / "solution.py"
    app = room / "ported" / "fieldnotes" / "app.py"
    # The same lines; ruff sorts the imports of the two by what stands beside them.
    texts = (file.read_text("utf-8").split() for file in (solution, app))
    assert sorted(next(texts)) == sorted(next(texts))


@pytest.fixture(scope="module", autouse=True)
def package(room):
    """Have the ported application imported, and perch for its test client."""
    with importable(room), importable(room / "ported") as modules:
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
def loaded(run, tmp_path):
    """The data folder with one sighting in it, of ada, whose id is 7."""
    file = tmp_path / "sightings.csv"
    file.write_text(HEAD + ROW)
    run("load", str(file))
    return tmp_path / "data"


@pytest.fixture
def database(package, loaded, monkeypatch):
    """The database of the application; it waits a twentieth of a second for a lock."""
    from roost import Database

    database = Database(loaded / "fieldnotes.db", busy_timeout=0.05)
    monkeypatch.setattr("fieldnotes.app.Database", lambda file: database)
    yield database
    database.close()


@pytest.fixture
def client(package, database):
    """A client of the application with that sighting."""
    from perch.testing import Client

    return Client(package.create_app())


def test_an_empty_database_can_be_made(run, tmp_path):
    run("init")
    assert (tmp_path / "data" / "fieldnotes.db").is_file()


def test_without_a_database_it_ends_with_one_line(package, tmp_path, monkeypatch):
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path))
    with pytest.raises(SystemExit, match="does not exist: make it with"):
        package.create_app()


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    with pytest.raises(SystemExit, match=r"No such file or directory: .*none\.csv"):
        run("load", str(tmp_path / "none.csv"))


def test_the_server_of_the_desk_ends_on_an_interrupt(serve, room, loaded):
    server = serve(
        *("python", "-m", "fieldnotes", "--port", "{port}"),
        ready=re.compile("Listening on http://127.0.0.1:"),
        env={"FIELDNOTES_DATA": str(loaded)},
        cwd="ported",
    )
    assert server.stop(signal.SIGINT) == 0
    assert "Traceback" not in server.log


def test_a_lock_that_is_not_given_back_is_503_and_stores_nothing(client, database):
    with sqlite3.connect(database.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post("/sightings/new", FORM)
        other.execute("ROLLBACK")
    other.close()
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert client.get("/sightings").text.count('class="sighting"') == 1


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"species=%FF", {}, 400),
        (b"species=Wr", {"Content-Length": "12"}, 400),
        (b"x" * 200_000, {}, 413),
        (b"species=Wr", {"Content-Type": "text/plain; x"}, 415),
        (b"--x\r\n\r\n", {"Content-Type": "multipart/form-data; boundary"}, 400),
        (FILE, {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (b"0\r\n\r\n", {"Transfer-Encoding": "chunked"}, 411),
    ],
)
def test_what_is_no_form_is_refused(client, body, headers, status):
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | headers
    answer = client.send("POST", "/sightings/new", body, headers)
    assert answer.status == status
    assert "<h1>" in answer.text
    assert 'class="name"' in answer.text  # a page of this site


def test_a_count_may_have_thousands_of_zeros(client):
    assert client.post("/sightings/new", FORM | {"count": "0" * 5000}).status == 422
    form = FORM | {"count": "0" * 5000 + "12"}
    assert client.post("/sightings/new", form).status == 303
    assert '<dd class="count">12</dd>' in client.get("/sightings/8").text


@pytest.mark.parametrize("path", ["/sightings/7%0A", "/sightings%FF", "/sightings/07"])
def test_a_path_has_one_spelling(client, path):
    assert client.get(path).status == 404


def test_a_query_that_is_no_utf_8_is_400(client):
    assert client.get("/sightings?species=%FF").status == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://127.0.0.1", "Host": "127.0.0.1"}, 303),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://["}, 403),
    ],
)
def test_a_page_of_another_site_cannot_delete(client, headers, status):
    assert client.post("/sightings/7/delete", {}, **headers).status == status


def test_the_host_that_a_client_claims_is_in_no_redirect(client):
    answer = client.get("/", X_Forwarded_Host="evil.example")
    assert answer.headers["Location"] == "/sightings"


def test_a_failure_says_nothing_and_is_protected(client, monkeypatch):
    monkeypatch.setattr("roost.Session.select", None)
    answer = client.get("/sightings")
    assert (answer.status, answer.headers["X-Frame-Options"]) == (500, "DENY")
    assert "Traceback" not in answer.text

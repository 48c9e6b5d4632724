"""The application that is deployed, its loader, and what they do with bad input."""

import json
from importlib import import_module
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from harness.rooms import importable

HEAD = "id,species,count,place,seen_on,notes,observer,created_at\n"
ROWS = (
    "1,Wren,1,ely/meadow,2026-05-01,,miriam,2026-05-01T09:00:00+00:00\n"
    "2,Barn Owl,2,ely,2026-05-02,,owen,2026-05-02T09:00:00+00:00\n"
    "3,Wren,3,elyria,2026-05-03,,owen,2026-05-03T09:00:00+00:00\n"
)


@pytest.fixture
def programs(room, tmp_path, monkeypatch):
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path / "data"))
    with importable(room) as programs:
        yield programs


@pytest.fixture
def load(programs, tmp_path):
    """A function that loads a CSV with this text."""
    (tmp_path / "birds.csv").touch()

    def load(text):
        (tmp_path / "birds.csv").write_text(text, encoding="utf-8")
        import_module("fieldnotes.load").main(tmp_path / "birds.csv")

    return load


@pytest.fixture
def ask(load, capsys):
    """A function that asks the application, and returns status and body."""
    load(HEAD)
    capsys.readouterr()
    app = import_module("fieldnotes.app").create_app()

    def ask(path, query="", method="GET"):
        environ = {"REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path}
        environ["QUERY_STRING"] = query
        setup_testing_defaults(environ)
        started = []
        pieces = validator(app)(environ, lambda *head: started.append(head))
        body = b"".join(pieces)
        pieces.close()
        ask.head = started[0]
        return started[0][0], body

    yield ask
    app.database.close()


def test_it_is_healthy(ask):
    assert ask("/healthz") == ("200 OK", b'"ok"')
    assert ask("/healthz", method="HEAD") == ("200 OK", b"")


@pytest.mark.parametrize("path", ["/healthz", "/sightings", "/herons"])
@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(ask, path, method):
    assert ask(path, method=method)[0] == "405 Method Not Allowed"
    assert dict(ask.head[1])["Allow"] == "GET, HEAD"


def test_an_unknown_page(ask):
    assert ask("/herons")[0] == "404 Not Found"


def test_sightings_are_shown_newest_first(ask, load, capsys):
    load(HEAD + ROWS)
    assert capsys.readouterr().out == "3 sightings\n"
    everywhere = json.loads(ask("/sightings")[1])
    assert [each["place"] for each in everywhere] == ["elyria", "ely", "ely/meadow"]
    assert everywhere[1] == {
        "species": "Barn Owl",
        "count": 2,
        "place": "ely",
        "seen_on": "2026-05-02",
        "observer": "owen",
    }


def test_a_place_has_those_inside_of_it(load, ask):
    load(HEAD + ROWS)
    at_ely = json.loads(ask("/sightings", "place=ely")[1])
    assert [each["place"] for each in at_ely] == ["ely", "ely/meadow"]


def test_places_inside_are_found_by_the_index(load, programs):
    load(HEAD + ROWS)
    models, app = map(import_module, ("fieldnotes.models", "fieldnotes.app"))
    condition = models.at_or_below("ely")
    sql = f"EXPLAIN QUERY PLAN SELECT id FROM sightings WHERE {condition.sql}"
    database = programs.roost.Database(app.database_file())
    with database.session() as session:
        plan = [row[3] for row in session.execute(sql, condition.parameters)]
    database.close()
    assert not [step for step in plan if step.startswith("SCAN")]
    assert "sightings_place" in " ".join(plan)


def test_a_server_need_not_send_an_empty_path(ask, programs):
    app = import_module("fieldnotes.app").create_app()
    heads = []
    app({"REQUEST_METHOD": "GET"}, lambda *head: heads.append(head))
    app.database.close()
    assert heads[0][0] == "404 Not Found"


def test_an_injection_finds_nothing(load, ask):
    load(HEAD + ROWS)
    assert ask("/sightings", "place=%27+OR+1%3D1+--") == ("200 OK", b"[]")


def test_there_must_be_a_file(programs):
    with pytest.raises(SystemExit, match=r"fieldnotes.db does not exist: make it with"):
        import_module("fieldnotes.app").create_app()


def test_a_database_that_does_not_answer(programs, tmp_path, caplog):
    app = import_module("fieldnotes.app")
    lost = app.Application(programs.roost.Database(tmp_path / "gone" / "it.db"))
    heads = []
    body = lost({"REQUEST_METHOD": "GET"}, lambda *head: heads.append(head))
    assert (heads[0][0], body) == (
        "503 Service Unavailable",
        [b'{"error": "try again"}'],
    )
    assert "unable to open database file" in caplog.text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ROWS, "KeyError"),
        (
            HEAD + ROWS.replace("2,Barn Owl,2", "2,Barn Owl,two"),
            "birds.csv:3: ValueError",
        ),
        (HEAD + ROWS + "4,Wren,1,ely\n", "birds.csv:5: TypeError"),
        (HEAD + ROWS + ROWS, "birds.csv:5: IntegrityError"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_stored(load, ask, text, message):
    with pytest.raises(SystemExit, match=f"{message}.*nothing stored, mend the line"):
        load(text)
    assert ask("/sightings") == ("200 OK", b"[]")

"""Fieldnotes in Flask at L1, without a server: settings, the command, and its pages."""

import errno
import re
import sqlite3
import subprocess
from urllib.request import urlopen

import pytest

from harness.inputs import environment, programs
from harness.rooms import importable

HEADER = "id,species,count,place,seen_on,notes,observer,created_at\n"
ROW = "7,Grey Heron,1,uk/england,2026-05-01,,ada,2026-05-01T08:00:00+00:00\n"
EVIL = '8,"<b title=""x"">",1,uk,2026-05-02,"<script>",ada,2026-05-02T08:00:00+00:00\n'


@pytest.fixture(scope="module", autouse=True)
def package(room):
    """Have the package of this room imported, and not that of another."""
    with importable(room) as modules:
        yield modules.fieldnotes


@pytest.fixture
def app(package, tmp_path):
    """The application, with its data in a temporary folder."""
    return package.create_app({"DATA": tmp_path, "MODE": "development"})


@pytest.fixture
def load(app, tmp_path):
    """A function that loads a file with this text, and returns the command's result."""

    def load(text):
        file = tmp_path / "sightings.csv"
        file.write_text(text, encoding="utf-8", errors="surrogateescape")
        return app.test_cli_runner().invoke(args=["load", str(file)])

    return load


@pytest.fixture
def client(app, load):
    assert load(HEADER + ROW + EVIL).output == "Loaded 2 sightings of 1 observers.\n"
    return app.test_client()


# -- settings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"MODE": "debug"}, "FIELDNOTES_MODE is 'debug': set it to production"),
        ({"DATA": __file__}, f"FIELDNOTES_DATA cannot be used: [Errno {errno.EEXIST}]"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(package, given, message):
    with pytest.raises(SystemExit) as ended:
        package.create_app(given)
    assert ended.value.code.startswith(message)
    assert "\n" not in ended.value.code


def test_the_environment_is_asked_and_given_settings_win(
    package, tmp_path, monkeypatch
):
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path / "one"))
    app = package.create_app()
    assert app.config["DATABASE"] == tmp_path / "one" / "fieldnotes.db"
    assert app.config["MODE"] == "production"
    app = package.create_app({"DATA": tmp_path / "two"})
    assert app.config["DATABASE"] == tmp_path / "two" / "fieldnotes.db"


@pytest.mark.parametrize(
    "command",
    [
        ["flask", "--app", "fieldnotes", "run", "--debug"],
        ["gunicorn", "--preload", "--no-control-socket", "fieldnotes:create_app()"],
    ],
)
def test_in_production_debug_mode_ends_the_start(room, tmp_path, command):
    more = {"FIELDNOTES_DATA": str(tmp_path), "FLASK_DEBUG": "1"}
    ended = subprocess.run(
        [programs() / command[0], *command[1:]],
        cwd=room,
        env=environment(more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "Flask is in debug mode, which gives strangers a way in" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_template_engine_is_made_with_the_settings(package, tmp_path):
    app = package.create_app({"DATA": tmp_path, "TEMPLATES_AUTO_RELOAD": True})
    assert app.jinja_env.auto_reload


def test_a_switch_of_flask_is_a_text_and_so_it_is_on(package, tmp_path, monkeypatch):
    monkeypatch.setenv("FIELDNOTES_DEBUG", "0")
    app = package.create_app({"DATA": tmp_path, "MODE": "development"})
    assert app.debug == "0"
    with pytest.raises(SystemExit, match="Flask is in debug mode"):
        package.create_app({"DATA": tmp_path})


def test_the_factory_does_not_see_the_option_debugger(serve, tmp_path):
    server = serve(
        *["flask", "--app", "fieldnotes", "run", "--port", "{port}", "--debugger"],
        env={"FIELDNOTES_DATA": str(tmp_path)},
    )
    with urlopen(f"{server.url}/console") as answer:
        assert "EVALEX = true" in answer.read().decode()


# -- load ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the first line must be id,species,"),
        ("id,species\n", "line 1: the first line must be id,species,"),
        (HEADER + "1,Jay\n", "line 2: there must be as many values as in id,"),
        (HEADER + ROW[:-1] + ",x\n", "line 2: there must be as many values as in id,"),
        (HEADER + ROW + ROW, "line 3: id is 7, as in a line before"),
        (HEADER + ROW.replace("7", "x"), "line 2: id is 'x': invalid literal for int"),
        (HEADER + ROW.replace("2026-05-01,", "soon,"), "line 2: seen_on is 'soon': "),
        (HEADER + '1,"Jay\n', "line 2: unexpected end of data"),
        (HEADER + "1,\udcff", "line 2: 'utf-8' codec can't decode byte 0xff"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_named(load, tmp_path, text, message):
    result = load(text)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {tmp_path}/sightings.csv, {message}")
    assert result.output.endswith("; mend the file and load it again\n")


def test_a_file_without_sightings_makes_the_table(app, load):
    assert load(HEADER).output == "Loaded 0 sightings of 0 observers.\n"
    assert "No sightings." in app.test_client().get("/sightings").text


def test_loading_twice_is_refused_and_changes_nothing(client, load):
    result = load(HEADER + ROW.replace("7,", "9,"))
    assert result.exit_code == 1
    assert result.output.startswith("Error: there are sightings already")
    assert client.get("/sightings/9").status_code == 404


# -- pages ---------------------------------------------------------------------------------


def test_what_a_person_wrote_is_text_wherever_it_stands(client):
    listed, single = client.get("/sightings").text, client.get("/sightings/8").text
    for page in (listed, single):
        assert "&lt;b title=&#34;x&#34;&gt;" in page
        assert "<b " not in page
    assert "<title>&lt;b title=" in single
    assert '<p class="notes">&lt;script&gt;</p>' in single


@pytest.mark.parametrize(
    ("path", "status", "found"),
    [
        ("/sightings", 200, {"7", "8"}),
        ("/sightings?species=HERON", 200, {"7"}),
        ("/sightings?species=%25", 200, set()),
        ("/sightings?species=%00", 200, set()),
        ("/sightings?place=uk/england", 200, {"7"}),
        ("/sightings?place=uk/eng", 200, set()),
        ("/sightings?page=2", 404, set()),
        ("/sightings?page=x", 404, set()),
        ("/places/uk", 200, {"7", "8"}),
        ("/places/uk/eng", 404, set()),
    ],
)
def test_a_list_has_what_was_asked_for(client, path, status, found):
    answer = client.get(path)
    assert answer.status_code == status
    assert set(re.findall('href="/sightings/([0-9]+)"', answer.text)) == found


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/sightings", "sightings.html"),
        ("/places/uk", "place.html"),
        ("/sightings/7", "sighting.html"),
        ("/sightings/9", "error.html"),
    ],
)
def test_of_which_templates_a_page_is_made(app, client, path, template):
    from flask import template_rendered

    used = []

    def note(sender, template, context, **_):
        used.append(template.name)

    with template_rendered.connected_to(note, app):
        page = client.get(path).text
    assert used == [template]
    assert page.startswith("<!doctype html>")  # of base.html


def test_the_connection_is_closed_when_the_context_ends(app, client):
    from fieldnotes.database import get_connection

    with app.app_context():
        connection = get_connection()
        assert get_connection() is connection
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        connection.execute("SELECT 1")


def test_an_error_has_the_look_of_the_site_and_its_headers(client):
    answer = client.get("/sightings/9")
    assert answer.status_code == 404
    assert "<h1>404 Not Found</h1>" in answer.text
    refused = client.delete("/sightings")
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert refused.headers["X-Content-Type-Options"] == "nosniff"


def test_the_links_beside_a_page_keep_the_filters(app, load):
    """The macro `listing` of macros.html gets them as further arguments."""
    load(HEADER + "".join(ROW.replace("7", str(number), 1) for number in range(1, 22)))
    client = app.test_client()
    first = client.get("/sightings?species=heron").text
    assert (
        '<a rel="next" href="/sightings?page=2&amp;species=heron&amp;place=">' in first
    )
    assert 'rel="prev"' not in first
    second = client.get("/places/uk?page=2").text
    assert '<a rel="prev" href="/places/uk?page=1">' in second
    assert 'rel="next"' not in second


def test_the_index_has_the_order_of_the_lists(app, client):
    """The one that schema.sql makes, so that no list has to be sorted."""
    from fieldnotes.database import get_connection
    from fieldnotes.queries import SOME

    values = {"species": "", "place": "", "per": 20, "first": 0}
    with app.app_context():
        plan = get_connection().execute(f"EXPLAIN QUERY PLAN {SOME}", values).fetchall()
    assert [row["detail"] for row in plan] == [
        "SCAN sightings USING INDEX sightings_newest_first"
    ]


def test_a_fault_is_a_page_without_its_reason(app, caplog):
    answer = app.test_client().get("/sightings")  # nothing was loaded
    assert answer.status_code == 500
    assert "<h1>500 Internal Server Error</h1>" in answer.text
    assert "no such table" not in answer.text
    assert "no such table: sightings" in caplog.text


def test_the_first_page_leads_to_the_list(client):
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/sightings")
    assert client.get("/healthz").text == "ok"


def test_the_stylesheet_of_a_page_is_there(client):
    with client.get("/static/fieldnotes.css") as answer:
        assert answer.mimetype == "text/css"
    assert "/static/fieldnotes.css" in client.get("/sightings").text

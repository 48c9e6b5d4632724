"""What the week says goes wrong, provoked, with the message as the page has it."""

import shutil
import subprocess

import bottle
import pytest

from harness.inputs import environment, programs
from harness.rooms import importable


@pytest.fixture(scope="module")
def modules(room):
    with importable(room) as modules:
        yield modules


@pytest.fixture
def client(modules):
    """A function that returns a client of an application."""
    from perch.testing import Client

    assert modules.perch
    return Client


def bottle_page(client, handler, rule="/", path="/", **settings):
    app = bottle.Bottle()
    app.get(rule, callback=handler, **settings)
    answer = client(app).get(path)
    return answer.status, answer.text


def test_a_post_that_answers_with_a_page_is_sent_again(room):
    done = subprocess.run(
        [programs() / "python", "-m", "steps.reload"],
        cwd=room,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Kept: ['Wren', 'Wren']" in done.stdout
    assert "Kept: ['Wren']\n" in done.stdout


def test_json_is_no_form(modules, client):
    routes = modules.perch.Routes()
    routes.add("/new", lambda request: request.form["a"], "POST", name="new")
    headers = {"Content-Type": "application/json"}
    answer = client(modules.perch.App(routes)).send("POST", "/new", b"{}", headers)
    assert answer.text == "415 Unsupported Media Type\nThe body must be a form.\n"


def test_the_application_of_week_4_has_no_limit(room, tmp_path):
    shutil.copytree(room / "perch", tmp_path / "perch")
    week4 = room.with_name("week04_own_framework_templates")
    shutil.copy(week4 / "perch" / "app.py", tmp_path / "perch" / "app.py")
    program = (
        "from perch import App, Routes\nfrom perch.testing import Client\n"
        "routes = Routes()\n"
        "routes.add('/', lambda request: request.form['a'], 'POST', name='new')\n"
        "Client(App(routes)).post('/', {'a': 'b'})\n"
    )
    done = subprocess.run(
        [programs() / "python", "-c", program],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "AttributeError: 'App' object has no attribute 'max_body'" in done.stderr


def test_a_proxy_that_changes_the_host_has_own_forms_refused(modules, client):
    from perch.middleware import same_origin_only

    routes = modules.perch.Routes()
    routes.add("/new", lambda request: "stored", "POST", name="new")
    app = modules.perch.App(routes, middleware=[same_origin_only])
    answer = client(app).post(
        "/new", {}, Origin="https://birds.example", Host="127.0.0.1:8001"
    )
    assert answer.text == "403 Forbidden\nThis was sent by a page of another site.\n"
    answer = client(app).post(
        "/new", {}, Origin="https://birds.example", Host="birds.example"
    )
    assert answer.text == "stored"


def test_a_field_that_all_requests_share_keeps_what_was_written(modules):
    from fieldnotes.forms import FIELDS, SightingForm

    SightingForm({"species": "of the first visitor"})
    assert SightingForm({}).fields[0].text == ""
    FIELDS[0].text = "of the first visitor"
    shared = FIELDS[0].text
    FIELDS[0].text = ""
    assert shared == "of the first visitor"


def test_brackets_give_latin_1(client):
    app = bottle.Bottle()
    app.get("/", callback=lambda: bottle.request.query["species"])
    assert client(app).get("/?species=Gr%C3%BCnfink").text == "GrÃ¼nfink"


def test_a_template_is_searched_from_where_the_program_was_started(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(bottle.TemplateError, match="Template 'list' not found"):
        bottle.template("list")
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "list.html").write_text("found")
    assert bottle.template("list") == "found"


def test_a_route_without_a_name_has_no_link():
    app = bottle.Bottle()
    app.get("/new", callback=lambda: "")
    bottle.request.bind({})
    with pytest.raises(bottle.RouteBuildError) as caught:
        app.get_url("new")
    assert str(caught.value) == "('No route with that name.', 'new')"


def test_a_handler_whose_plugin_is_missing(client):
    app = bottle.Bottle()
    errors = []
    app.error(500, lambda error: errors.append(error.exception) or "")

    @app.get("/")
    def sightings(session):
        raise NotImplementedError(session)

    assert client(app).get("/").status == 500
    assert "missing 1 required positional argument: 'session'" in str(errors[0])
    with pytest.raises(NotImplementedError):
        sightings(None)


def test_a_handler_that_returns_a_number(client):
    status, text = bottle_page(client, lambda: 7)
    assert status == 500
    assert "Unhandled exception" in text


# -- the faults of the recall --------------------------------------------------------


@pytest.fixture
def faults(room):
    with importable(room) as modules:
        assert modules.perch
        import steps.faults

        yield steps.faults


def test_a_length_in_characters_is_too_short(faults):
    heads = []
    body = faults.application({}, lambda status, head: heads.append(dict(head)))
    assert (heads[0]["Content-Length"], len(b"".join(body))) == ("20", 23)
    assert b"".join(body)[:20].decode() == "Grünfink, Gänsesä"


def test_an_object_outlives_its_session(faults, tmp_path, monkeypatch):
    from roost import Database

    database = Database(tmp_path / "birds.db")
    database.create(faults.Observer, faults.Sighting)
    with database.session() as session, session.transaction():
        ada = faults.Observer(name="ada")
        session.add(ada)
        session.add(faults.Sighting(species="Wren", observer=ada))
    monkeypatch.setattr(faults, "Database", lambda file: database)
    with pytest.raises(Exception, match="the session has ended, and others use its"):
        faults.newest(tmp_path / "birds.db")
    database.close()


def test_a_layer_is_passed_by_errors(faults, client, modules):
    routes = modules.perch.Routes()
    routes.add("/", lambda request: "wren", name="wren")
    app = client(modules.perch.App(routes, middleware=[faults.private]))
    assert app.get("/").headers["Cache-Control"] == "no-store"
    assert app.get("/nothing").headers["Cache-Control"] is None

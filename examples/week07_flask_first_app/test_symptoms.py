"""What the week says goes wrong, provoked, with the message as the page has it."""

import sqlite3
import subprocess
import threading
from importlib.metadata import requires

import flask
import pytest
from jinja2.exceptions import TemplateNotFound
from werkzeug.routing.exceptions import BuildError

from harness.inputs import environment, programs
from harness.rooms import importable


@pytest.fixture
def app():
    """An application that hands the errors of its views to the test."""
    app = flask.Flask("birds")
    app.testing = True

    @app.get("/birds/<int:number>")
    def bird(number): ...

    return app


def run(room, *words, program="flask", more=None):
    """Run a command in the folder of the week; return what it says."""
    ended = subprocess.run(
        [programs() / program, *words],
        cwd=room,
        env=environment(more),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert ended.returncode
    return ended.stderr


def test_outside_of_an_application_context(room):
    with importable(room) as modules:
        __import__("steps.outside")
        with pytest.raises(RuntimeError, match="Working outside of application cont"):
            modules.steps.outside.count_birds()


def test_outside_of_a_request_context(app):
    caught = []

    def later():
        try:
            flask.request.args.get("species")
        except RuntimeError as error:
            caught.append(str(error))

    @app.get("/")
    def index():
        thread = threading.Thread(target=later)
        thread.start()
        thread.join()
        return "started"

    assert app.test_client().get("/").text == "started"
    assert caught[0].startswith("Working outside of request context.")


def test_a_view_that_returns_nothing(app):
    with pytest.raises(TypeError) as caught:
        app.test_client().get("/birds/7")
    assert str(caught.value) == (
        "The view function for 'bird' did not return a valid response. The function "
        "either returned None or ended without a return statement."
    )


def test_an_endpoint_that_is_not_there(app):
    with app.test_request_context(), pytest.raises(BuildError) as caught:
        flask.url_for("brid", number=7)
    assert str(caught.value) == (
        "Could not build url for endpoint 'brid' with values ['number']. "
        "Did you mean 'bird' instead?"
    )


def test_an_endpoint_without_its_value(app):
    with app.test_request_context(), pytest.raises(BuildError) as caught:
        flask.url_for("bird")
    assert str(caught.value) == (
        "Could not build url for endpoint 'bird'. "
        "Did you forget to specify values ['number']?"
    )


def test_an_address_outside_of_a_request(app):
    with app.app_context(), pytest.raises(RuntimeError) as caught:
        flask.url_for("bird", number=7)
    assert str(caught.value).startswith(
        "Unable to build URLs outside an active request without 'SERVER_NAME' "
    )


def test_a_template_that_is_not_in_the_folder(app):
    @app.get("/")
    def index():
        return flask.render_template("brids.html")

    with pytest.raises(TemplateNotFound, match=r"^brids\.html$"):
        app.test_client().get("/")


def test_a_query_without_the_name(app):
    app.testing = False

    @app.get("/")
    def index():
        return flask.request.args["species"]

    answer = app.test_client().get("/")
    assert answer.status_code == 400
    assert "The browser (or proxy) sent a request that this server" in answer.text


def test_a_route_that_comes_after_the_first_request(app):
    app.test_client().get("/")
    with pytest.raises(AssertionError) as caught:
        app.route("/late")
    assert str(caught.value).startswith(
        "The setup method 'route' can no longer be called on the application. "
        "It has already handled its first request"
    )


def test_a_connection_that_all_threads_share(app):
    connection = sqlite3.connect(":memory:")
    caught = []

    def use():
        try:
            connection.execute("SELECT 1")
        except sqlite3.ProgrammingError as error:
            caught.append(str(error))

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    connection.close()
    assert caught[0].startswith(
        "SQLite objects created in a thread can only be used in that same thread."
    )


def test_what_was_put_into_g_is_gone_in_the_next_request(app):
    @app.get("/set")
    def put():
        flask.g.wanted = "owl"
        return "set"

    @app.get("/get")
    def read():
        return flask.g.wanted

    client = app.test_client()
    client.get("/set")
    with pytest.raises(AttributeError, match=r"^wanted$"):
        client.get("/get")


def test_a_database_that_nobody_has_filled(room, tmp_path):
    with importable(room) as modules:
        app = modules.fieldnotes.create_app({"DATA": tmp_path})
        app.testing = True
        with pytest.raises(sqlite3.OperationalError, match="no such table: sightings"):
            app.test_client().get("/sightings")


def test_an_application_that_flask_does_not_find(room, tmp_path):
    assert "Error: Could not import 'fieldnote'." in run(
        room, "--app", "fieldnote", "routes"
    )
    assert (
        "Error: Failed to find Flask application or factory in module "
        "'steps.one_global'. Use 'steps.one_global:name' to specify one."
    ) in run(room, "--app", "steps.one_global", "routes")


def test_a_gevent_worker_without_a_package_that_it_needs(room, tmp_path):
    missing = "No module named 'packaging'"
    # With gunicorn and gevent alone it is missing; here a module in its place says so.
    (tmp_path / "packaging.py").write_text(f'raise ModuleNotFoundError("{missing}")\n')
    words = ["--no-control-socket", "--worker-class", "gevent", "steps.hello:app"]
    said = run(room, *words, program="gunicorn", more={"PYTHONPATH": str(tmp_path)})
    assert "Error: class uri 'gevent' invalid or not found:" in said
    assert f"ModuleNotFoundError: {missing}" in said
    needed = [each for each in requires("gunicorn") if "packaging" in each]
    assert needed
    assert all("extra ==" in each for each in needed)


def test_a_port_that_is_taken(room, serve):
    server = serve("flask", "--app", "steps.hello", "run", "--port", "{port}")
    said = run(room, "--app", "steps.hello", "run", "--port", str(server.port))
    assert said.startswith("Address already in use\n")
    assert f"Port {server.port} is in use by another program. " in said

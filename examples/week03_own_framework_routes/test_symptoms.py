"""What the week says goes wrong, provoked, with the message as the page has it."""

import re
import shutil
import subprocess

import flask
import pytest

from harness.inputs import environment, programs
from harness.rooms import importable


@pytest.fixture(scope="module")
def perch(room):
    with importable(room) as modules:
        yield modules.perch


@pytest.fixture
def ask(perch):
    """A function that asks an application with one route."""
    from perch.testing import Client

    def ask(pattern, handler, target, method="GET"):
        routes = perch.Routes()
        routes.add(pattern, handler)
        return Client(perch.App(routes)).send(method, target)

    return ask


def run(*words, cwd):
    """Run Python and return what it printed to its error stream."""
    done = subprocess.run(
        [programs() / "python", *words],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    return done.stderr


def test_the_name_in_the_pattern_is_not_that_of_the_parameter(ask, caplog):
    def sighting(request, id):
        return str(id)

    assert ask("/sightings/{id:int}", sighting, "/sightings/1").text == "1"
    assert ask("/sightings/{number:int}", sighting, "/sightings/1").status == 500
    assert "got an unexpected keyword argument 'number'" in caplog.text


def test_a_handler_that_forgets_to_return_is_named(ask, caplog):
    def forgetful(request):
        "a page, made and forgotten"

    assert ask("/sightings", forgetful, "/sightings").status == 500
    assert re.search(
        rf"TypeError: {re.escape(__file__)}:\d+: the handler of /sightings returned "
        "None: return a Response or a str",
        caplog.text,
    )


def test_a_method_that_was_not_named_is_405(ask):
    def store(request):
        return "stored"

    assert ask("/sightings", store, "/sightings").text == "stored"
    answer = ask("/sightings", store, "/sightings", "POST")
    assert answer.text == "405 Method Not Allowed\nThis address answers GET, HEAD.\n"


def test_a_slash_at_the_end_is_another_address(ask):
    answer = ask("/sightings", lambda request: "all", "/sightings/")
    assert answer.text == "404 Not Found\nThere is nothing at this address.\n"


def test_a_header_with_a_line_break_is_a_fault(ask, perch, caplog):
    def away(request):
        return perch.redirect(request.query["next"])

    assert ask("/away", away, "/away?next=/%0d%0aSet-Cookie:a=b").status == 500
    assert "the header Location cannot be '/\\r\\nSet-Cookie:a=b'" in caplog.text


def test_a_redirect_to_another_site_is_a_fault(ask, perch, caplog):
    def away(request):
        return perch.redirect(request.query["next"])

    assert ask("/away", away, "/away?next=//evil.example").status == 500
    assert (
        "ValueError: redirect to a path, which begins with one /: '//evil.example'\n"
        in caplog.text
    )


def test_a_step_that_is_run_as_a_file_does_not_find_perch(room):
    error = run("steps/try_patterns.py", cwd=room)
    assert error.endswith("ModuleNotFoundError: No module named 'perch'\n")


def test_a_module_of_perch_that_imports_from_perch(room, tmp_path):
    copy = shutil.copytree(room / "perch", tmp_path / "perch")
    text = (copy / "app.py").read_text()
    changed = text.replace(
        "from perch.routing import Routes", "from perch import Routes"
    )
    assert changed != text
    (copy / "app.py").write_text(changed)
    error = run("-c", "import perch", cwd=tmp_path)
    assert (
        "ImportError: cannot import name 'Routes' from partially initialized" in error
    )
    assert "(most likely due to a circular import)" in error


def test_two_functions_of_one_name_in_flask():
    app = flask.Flask("birds")
    app.add_url_rule("/sightings", view_func=lambda: "all", endpoint="show")
    with pytest.raises(AssertionError) as caught:
        app.add_url_rule("/places", view_func=lambda: "a place", endpoint="show")
    assert str(caught.value) == (
        "View function mapping is overwriting an existing endpoint function: show"
    )

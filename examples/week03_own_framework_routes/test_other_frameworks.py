"""What the week says of routing in Flask, Django and Starlette, as installed."""

import importlib.metadata
import inspect
import subprocess

import django.urls.converters
import django.urls.resolvers
import flask
import pytest
import starlette.routing
import werkzeug.routing.converters
from werkzeug.routing import Map, Rule
from werkzeug.routing.matcher import StateMachineMatcher

from harness.inputs import environment, programs


def test_which_digits_are_an_int():
    assert werkzeug.routing.converters.IntegerConverter.regex == r"\d+"
    assert django.urls.converters.IntConverter.regex == "[0-9]+"
    assert starlette.routing.CONVERTOR_TYPES["int"].regex == "[0-9]+"


def test_django_and_starlette_go_through_a_list():
    resolve = inspect.getsource(django.urls.resolvers.URLResolver.resolve)
    assert "for pattern in self.url_patterns:" in resolve
    app = inspect.getsource(starlette.routing.Router.app)
    assert "for route in self.routes:" in app
    assert "match, child_scope = route.matches(scope)" in app
    assert "Match.PARTIAL and partial is None" in app


def test_werkzeug_builds_states_and_sorts_them_by_weight():
    rules = Map(
        [
            Rule("/birds/<name>", endpoint="bird"),
            Rule("/birds/<int:id>", endpoint="number"),
            Rule("/birds/new", endpoint="new"),
        ]
    )
    assert isinstance(rules._matcher, StateMachineMatcher)
    rules.update()
    (_, start), *others = rules._matcher._root.static.items()
    assert others == []
    birds = start.static[""].static["birds"]
    assert list(birds.static) == ["new"]
    contents = [part.content for part, _ in birds.dynamic]
    assert contents == [r"(?P<__werkzeug_0>\d+)\Z", r"(?P<__werkzeug_0>[^/]{1,})\Z"]


def test_flask_says_nothing_of_a_route_that_never_answers():
    app = flask.Flask("birds")
    app.add_url_rule("/birds", "first", lambda: "first")
    app.add_url_rule("/birds", "second", lambda: "second")
    assert app.test_client().get("/birds").text == "first"


DJANGO = """
import django
from django.conf import settings
from django.core.checks import run_checks
from django.test import Client
from django.http import HttpResponse
from django.urls import path

urlpatterns = [
    path("birds/<name>", lambda request, name: HttpResponse("first")),
    path("birds/new", lambda request: HttpResponse("second")),
]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"])
django.setup()
print(run_checks(), Client().get("/birds/new").content)
"""


def test_django_checks_patterns_and_not_what_they_hide():
    done = subprocess.run(
        [programs() / "python", "-c", DJANGO],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[] b'first'\n"


@pytest.mark.parametrize(
    ("package", "key", "name"),
    [
        ("flask", "Maintainer-email", "Pallets"),
        ("django", "Author-email", "Django Software Foundation"),
        ("starlette", "Maintainer-email", "Marcelo Trylesinski"),
    ],
)
def test_who_maintains_it(package, key, name):
    assert importlib.metadata.metadata(package)[key].startswith(f"{name} <")


@pytest.mark.parametrize("methods", [["GET"], ["GET", "POST"]])
def test_starlette_adds_head_to_get(methods):
    route = starlette.routing.Route("/", lambda request: None, methods=methods)
    assert route.methods == {*methods, "HEAD"}

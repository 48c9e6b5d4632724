"""What the week says of routing in Flask, Django and Starlette, as installed."""

import importlib.metadata
import inspect
import subprocess
from pathlib import Path

import django.urls.converters
import django.urls.resolvers
import flask
import pytest
import starlette.routing
import werkzeug.routing.converters
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule
from werkzeug.routing.matcher import StateMachineMatcher

from harness.inputs import environment, programs


def answer(request=None, **parameters): ...


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


def test_werkzeug_converts_after_the_search_and_does_not_go_on():
    rules = [Rule("/<int:id>", endpoint="id"), Rule("/<name>", endpoint="name")]
    adapter = Map(rules).bind("127.0.0.1")
    assert adapter.match("/7") == ("id", {"id": 7})
    assert adapter.match("/wren") == ("name", {"name": "wren"})
    with pytest.raises(NotFound):
        adapter.match("/" + "9" * 5000)


def test_django_goes_on_when_a_number_cannot_be_converted():
    urls = [path("<int:id>", answer, name="id"), path("<name>", answer, name="name")]
    resolver = URLResolver(RegexPattern("^/"), urls)
    assert resolver.resolve("/7").url_name == "id"
    assert resolver.resolve("/" + "9" * 5000).url_name == "name"


def test_flask_redirects_to_a_rule_that_ends_in_a_slash():
    app = flask.Flask("birds")
    app.add_url_rule("/birds/", "birds", answer)
    reply = app.test_client().get("/birds")
    assert (reply.status_code, reply.location) == (308, "http://localhost/birds/")


ODD = """
import sys
from urllib.parse import unquote
from wsgiref.util import setup_testing_defaults
from django.core.handlers.wsgi import WSGIHandler
from starlette.testclient import TestClient
from steps import others

method, path = sys.argv[1:]
for app in (others.flask_app, WSGIHandler()):
    environ = {"REQUEST_METHOD": method, "PATH_INFO": unquote(path)}
    environ["HTTP_HOST"] = "testserver"
    setup_testing_defaults(environ)
    app(environ, lambda status, headers, exc_info=None: print(status[:3], end=" "))
if method.isupper():  # the client writes methods in capitals
    print(TestClient(others.starlette_app).request(method, path).status_code)
"""


@pytest.mark.parametrize(
    ("method", "path", "printed"),
    [
        ("BREW", "/sightings/7", "405 405 405\n"),
        ("OPTIONS", "/sightings/7", "200 200 405\n"),
        ("get", "/sightings/7", "200 200 "),
        ("GET", "/birds/a%2Fb", "404 404 404\n"),
    ],
)
def test_odd_requests(room, method, path, printed):
    done = subprocess.run(
        [programs() / "python", "-c", ODD, method, path],
        cwd=room,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == printed


SLASH = """
import sys
import django
from django.conf import settings
from django.test import Client
from django.urls import path

urlpatterns = [path("birds/", lambda request: None)]
settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=sys.argv[1:]
)
django.setup()
print(Client().get("/birds").status_code)
"""


@pytest.mark.parametrize(
    ("middleware", "printed"),
    [([], "404\n"), (["django.middleware.common.CommonMiddleware"], "301\n")],
    ids=["none", "common"],
)
def test_django_redirects_to_a_slash_with_common_middleware(middleware, printed):
    done = subprocess.run(
        [programs() / "python", "-c", SLASH, *middleware],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == printed
    project = Path(django.__file__).parent / "conf/project_template/project_name"
    settings = (project / "settings.py-tpl").read_text(encoding="utf-8")
    assert "'django.middleware.common.CommonMiddleware'," in settings


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

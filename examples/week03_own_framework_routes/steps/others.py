"""Three addresses in Flask, Django and Starlette, and what each makes of requests."""

import django
import flask
from django.conf import settings
from django.http import HttpResponse
from django.test import Client as DjangoClient
from django.urls import path
from django.views import View as DjangoView
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

# -- Flask: the rule in a decorator, <kind:name>, methods with the rule

flask_app = flask.Flask("birds")


@flask_app.get("/birds/<name>")
def flask_bird(name):
    return f"the bird {name}"


@flask_app.get("/birds/new")
def flask_new():
    return "a form"


@flask_app.get("/sightings/<int:id>")
def flask_sighting(id):
    return f"sighting {id}"


@flask_app.post("/sightings/<int:id>")
def flask_change(id):
    return f"sighting {id} changed"


# -- Django: a list of patterns, <kind:name>, methods are the view's affair


class DjangoSighting(DjangoView):
    def get(self, request, id):
        return HttpResponse(f"sighting {id}")

    def post(self, request, id):
        return HttpResponse(f"sighting {id} changed")


urlpatterns = [
    path("birds/<name>", lambda request, name: HttpResponse(f"the bird {name}")),
    path("birds/new", lambda request: HttpResponse("a form")),
    path("sightings/<int:id>", DjangoSighting.as_view()),
]

# -- Starlette: a list of routes, {name:kind}, methods with the route


async def bird(request):
    return PlainTextResponse(f"the bird {request.path_params['name']}")


async def new(request):
    return PlainTextResponse("a form")


async def sighting(request):
    return PlainTextResponse(f"sighting {request.path_params['id']}")


async def change(request):
    return PlainTextResponse(f"sighting {request.path_params['id']} changed")


starlette_app = Starlette(
    routes=[
        Route("/birds/{name}", bird),
        Route("/birds/new", new),
        Route("/sightings/{id:int}", sighting),
        Route("/sightings/{id:int}", change, methods=["POST"]),
    ]
)

# -- the same requests to all three

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"])
django.setup()
ASKED = [
    ("GET", "/birds/wren"),
    ("GET", "/birds/new"),
    ("GET", "/birds/new/"),
    ("GET", "/sightings/7"),
    ("GET", "/sightings/٣"),
    ("GET", "/sightings/7%0A"),
    ("GET", "/sightings/" + "9" * 5000),
    ("POST", "/sightings/7"),
    ("PUT", "/sightings/7"),
]


def ask_flask(method, target):
    answer = flask_app.test_client().open(target, method=method)
    return answer.status_code, answer.text, answer.headers.get("Allow", "")


def ask_django(method, target):
    client = DjangoClient(raise_request_exception=False)
    answer = client.generic(method, target)
    return answer.status_code, answer.text, answer.headers.get("Allow", "")


def ask_starlette(method, target):
    client = TestClient(starlette_app, raise_server_exceptions=False)
    answer = client.request(method, target, follow_redirects=False)
    return answer.status_code, answer.text, answer.headers.get("Allow", "")


if __name__ == "__main__":
    for method, target in ASKED:
        print(f"{method} {target[:16]}")
        for ask in (ask_flask, ask_django, ask_starlette):
            status, text, allow = ask(method, target)
            shown = text if status == 200 else ", ".join(sorted(allow.split(", ")))
            print(f"  {ask.__name__[4:]:10} {status} {shown}")

"""Two layers in three frameworks: a page, a 404, and a handler that fails."""

import logging

import flask
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path
from perch.testing import Client
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

said: list[str] = []


def owls(request=None):
    raise LookupError("no owl is at home")


# -- Flask: functions before and after ----------------------------------------------

flask_app = flask.Flask("birds")
flask_app.add_url_rule("/birds", view_func=lambda: "birds")
flask_app.add_url_rule("/owls", view_func=owls)


def flask_layer(name):
    def before():
        said.append(f"into {name}")

    def after(response):
        said.append(f"out of {name} {response.status_code}")
        return response

    flask_app.before_request(before)
    flask_app.after_request(after)


flask_layer("first")
flask_layer("second")

# -- Django: a list, the first is the outermost ---------------------------------------


def django_layer(name):
    def middleware(get_response):
        def handled(request):
            said.append(f"into {name}")
            response = get_response(request)
            said.append(f"out of {name} {response.status_code}")
            return response

        return handled

    return middleware


django_first = django_layer("first")
django_second = django_layer("second")
urlpatterns = [
    path("birds", lambda request: HttpResponse("birds")),
    path("owls", owls),
]

# -- Starlette: a list, too ----------------------------------------------------------


class StarletteLayer:
    def __init__(self, app, name):
        self.app = app
        self.name = name

    async def __call__(self, scope, receive, send):
        async def watched(message):
            if message["type"] == "http.response.start":
                said.append(f"out of {self.name} {message['status']}")
            await send(message)

        said.append(f"into {self.name}")
        await self.app(scope, receive, watched)


async def birds(request):
    return PlainTextResponse("birds")


routes = [Route("/birds", birds), Route("/owls", owls)]
starlette_app = Starlette(
    routes=routes,
    middleware=[
        Middleware(StarletteLayer, name="first"),
        Middleware(StarletteLayer, name="second"),
    ],
)
added = Starlette(routes=routes)
added.add_middleware(StarletteLayer, name="first")
added.add_middleware(StarletteLayer, name="second")


if __name__ == "__main__":
    names = [f"{__name__}.django_first", f"{__name__}.django_second"]
    logging.disable()  # Django logs every 404, and who fails is logged by all
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=names)
    clients = [
        ("Flask", Client(flask_app)),
        ("Django", Client(WSGIHandler())),
        ("Starlette", TestClient(starlette_app, raise_server_exceptions=False)),
        ("Starlette, add_middleware", TestClient(added, raise_server_exceptions=False)),
    ]
    for target in ["/birds", "/trees", "/owls"]:
        print(target)
        for name, client in clients:
            client.get(target)
            print(f"  {name}: {', '.join(said)}")
            said.clear()

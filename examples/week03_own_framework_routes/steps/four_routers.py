"""The same routes in four routers: a function of each that finds the one for a path."""

from functools import cache

import django
from django.conf import settings
from django.urls import Resolver404, URLResolver, include, path
from django.urls.resolvers import RegexPattern
from perch import HTTPError, Routes
from starlette.routing import Match, Route
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

settings.configure()
django.setup()


def answer(request, **parameters):
    return ""


@cache
def perch_routes(count):
    routes = Routes()
    for number in range(count):
        routes.add(f"/things{number}/{{id:int}}", answer)
    return routes


def perch_router(count):
    routes = perch_routes(count)
    return lambda asked: routes.match("GET", asked)


def werkzeug_router(count):
    rules = [
        Rule(f"/things{number}/<int:id>", endpoint=str(number), methods=["GET"])
        for number in range(count)
    ]
    # Flask makes an adapter for each request; that is not measured here.
    adapter = Map(rules).bind("127.0.0.1")
    return lambda asked: adapter.match(asked, "GET")


def django_router(count):
    urls = [path(f"things{number}/<int:id>", answer) for number in range(count)]
    return URLResolver(RegexPattern("^/"), urls).resolve


def grouped_router(count, size=25):
    """Django once more, with include(): 25 things each stand below /groupN/."""
    groups = []
    for first in range(0, count, size):
        numbers = range(first, min(first + size, count))
        urls = [path(f"things{number}/<int:id>", answer) for number in numbers]
        groups.append(path(f"group{first // size}/", include(urls)))
    return URLResolver(RegexPattern("^/"), groups).resolve


def starlette_router(count):
    routes = [
        Route(f"/things{number}/{{id:int}}", answer, methods=["GET"])
        for number in range(count)
    ]

    def match(asked):
        """What Router.app does before it calls an endpoint (starlette/routing.py)."""
        scope = {"type": "http", "method": "GET", "path": asked}
        for route in routes:
            if route.matches(scope)[0] is Match.FULL:
                return route
        raise LookupError(asked)

    return match


ROUTERS = {
    "perch": perch_router,
    "Werkzeug": werkzeug_router,
    "Django": django_router,
    "Django in groups": grouped_router,
    "Starlette": starlette_router,
}


def paths(name, count):
    """Return the path of the first route, of the last, and one that no route has."""
    first, last = "/things0/7", f"/things{count - 1}/7"
    if ROUTERS[name] is grouped_router:
        first, last = f"/group0{first}", f"/group{(count - 1) // 25}{last}"
    return {"first": first, "last": last, "none": "/nothing/7"}


def found(match, asked):
    """Tell whether the router has a route; each says no with an error of its own."""
    try:
        return bool(match(asked))
    except (HTTPError, NotFound, Resolver404, LookupError):
        return False

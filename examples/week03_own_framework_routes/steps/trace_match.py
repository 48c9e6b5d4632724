"""Print the calls by which perch, Flask, Django and Starlette come to a handler."""

import sys
import threading

from perch.testing import Client
from steps.others import ask_django, ask_flask, ask_starlette

STATIONS = {
    "perch": [
        "App.__call__",
        "App._dispatch",
        "Routes.match",
        "Pattern.match",
        "Route.call",
        "sighting",
        "Response.start",
    ],
    "Flask": [
        "Flask.wsgi_app",
        "Map.bind_to_environ",
        "MapAdapter.match",
        "StateMachineMatcher.match",
        "StateMachineMatcher.match.<locals>._match",
        "NumberConverter.to_python",
        "Flask.dispatch_request",
        "flask_sighting",
    ],
    "Django": [
        "BaseHandler.get_response",
        "BaseHandler.resolve_request",
        "URLResolver.resolve",
        "URLPattern.resolve",
        "RoutePattern.match",
        "IntConverter.to_python",
        "View.dispatch",
        "DjangoSighting.get",
    ],
    "Starlette": [
        "Router.app",
        "Route.matches",
        "IntegerConvertor.convert",
        "Route.handle",
        "sighting",
    ],
}


def ask_perch(method, target):
    from fieldnotes.app import app

    return Client(app).send(method, target)


class Trace:
    """Prints the stations that are called, indented by depth."""

    def __init__(self, stations):
        self.stations = stations
        self.depth = 0
        self.frames = set()  # a coroutine that goes on is "called" again

    def watch(self, frame, event, argument):
        """Called by the interpreter at each call and return (sys.setprofile)."""
        station = frame.f_code.co_qualname
        if station in self.stations and event == "call":
            self.depth += 1
            if frame not in self.frames:
                print("  " * self.depth + station.replace(".<locals>.", "."))
            self.frames.add(frame)
        elif station in self.stations and event == "return":
            self.depth -= 1


def trace(name, ask):
    """Ask for a sighting and print the stations that are called on the way."""
    watch = Trace(STATIONS[name]).watch
    print(name)
    threading.setprofile(watch)  # Starlette's test client runs it in a thread
    sys.setprofile(watch)
    ask("GET", "/sightings/1")
    sys.setprofile(None)
    threading.setprofile(None)


if __name__ == "__main__":
    asking = (ask_perch, ask_flask, ask_django, ask_starlette)
    for name, ask in zip(STATIONS, asking, strict=True):
        ask("GET", "/sightings/1")  # some prepare themselves when first asked
        trace(name, ask)

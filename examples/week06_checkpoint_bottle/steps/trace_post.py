"""Print the calls by which a form reaches its handler, in perch and in Bottle."""

import sys
from typing import Any

from perch import App
from perch.testing import Client
from steps.part_forms import SENT, bottle_app, routes

STATIONS = [
    # perch
    "App.__call__",
    "App._dispatch",
    "Routes.match",
    "Pattern.match",
    "Route.call",
    "perch_new",
    "Request.form",
    "Request.body",
    "parse_urlencoded",
    "Response.start",
    # Bottle
    "Bottle.__call__",
    "Bottle._handle",
    "BaseRequest.__init__",
    "Bottle.trigger_hook",
    "Router.match",
    "Route._make_callback",
    "JSONPlugin.apply",
    "TemplatePlugin.apply",
    "JSONPlugin.apply.<locals>.wrapper",
    "bottle_new",
    "FormsDict.__getattr__",
    "BaseRequest.forms",
    "BaseRequest.POST",
    "BaseRequest._body",
    "_parse_qsl",
    "Bottle._cast",
]


class Trace:
    """Prints the stations that are called, indented by depth."""

    def __init__(self) -> None:
        self.depth = 0

    def watch(self, frame: Any, event: str, argument: object) -> None:
        """Called by the interpreter at each call and return (sys.setprofile)."""
        station = frame.f_code.co_qualname
        if station in STATIONS and event == "call":
            self.depth += 1
            print("  " * self.depth + station.replace(".<locals>.", "."))
        elif station in STATIONS and event == "return":
            self.depth -= 1


if __name__ == "__main__":
    body, headers = SENT["urlencoded"]
    for name, app in (("perch", App(routes)), ("Bottle", bottle_app)):
        client = Client(app)
        print(name)
        sys.setprofile(Trace().watch)
        client.send("POST", "/new", body, headers)
        sys.setprofile(None)

"""Print the calls by which a page comes out of a template, in perch and in Flask."""

import sys

import flask
from fieldnotes.app import with_sightings
from fieldnotes.sightings import Sighting
from fieldnotes.views import HERE, error_page, routes
from perch import App, Templates
from perch.middleware import same_origin_only
from perch.testing import Client

STATIONS = [
    # perch
    "App.__call__",
    "same_origin_only.checked",
    "with_sightings.middleware.handled",
    "App._dispatch",
    "sighting",
    "Templates.render",
    "Parser.template",
    "Routes.url",
    "Response.start",
    # Flask and Jinja
    "Flask.wsgi_app",
    "Flask.dispatch_request",
    "bird",
    "render_template",
    "Environment.get_or_select_template",
    "DispatchingJinjaLoader.get_source",
    "Environment.compile",
    "Parser.parse",
    "CodeGenerator.visit_Template",
    "Template.render",
    "root",
    "Flask.process_response",
]


class Trace:
    """Prints the stations that are called, indented by depth."""

    def __init__(self):
        self.depth = 0
        self.frames = set()  # a generator that goes on is "called" again

    def watch(self, frame, event, argument):
        """Called by the interpreter at each call and return (sys.setprofile)."""
        station = frame.f_code.co_qualname.replace(".<locals>", "")
        if station in STATIONS and event == "call":
            self.depth += 1
            if frame not in self.frames:
                print("  " * self.depth + station)
            self.frames.add(frame)
        elif station in STATIONS and event == "return":
            self.depth -= 1


def trace(name, client, target):
    """Ask for a page and print the stations that are called on the way."""
    print(name)
    sys.setprofile(Trace().watch)
    client.get(target)
    sys.setprofile(None)


def perch_app():
    wren = Sighting(1, "Wren", 1, "uk/wales", "2026-05-17", "", "ada")
    return App(
        routes,
        templates=Templates(HERE / "templates"),
        middleware=[same_origin_only, with_sightings([wren])],
        error_page=error_page,
    )


flask_app = flask.Flask(__name__, template_folder="pages")


@flask_app.route("/birds/<name>")
def bird(name):
    return flask.render_template("bird.html", bird={"name": name})


if __name__ == "__main__":
    trace("perch", Client(perch_app()), "/sightings/1")
    client = Client(flask_app)
    trace("Flask, the first time", client, "/birds/wren")
    trace("Flask, the second time", client, "/birds/wren")

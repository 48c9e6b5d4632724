"""Print the stations of one request on its way through Flask."""

import sys

from fieldnotes import create_app

STATIONS = {
    "Flask.__call__",
    "Flask.wsgi_app",
    "Flask.request_context",
    "RequestContext.push",
    "AppContext.push",
    "SecureCookieSessionInterface.open_session",
    "RequestContext.match_request",
    "MapAdapter.match",
    "Flask.full_dispatch_request",
    "Flask.preprocess_request",
    "Flask.dispatch_request",
    "sighting",
    "get_connection",
    "render_template",
    "Flask.handle_user_exception",
    "show_error",
    "Flask.finalize_request",
    "Flask.make_response",
    "Flask.process_response",
    "add_headers",
    "Response.__call__",
    "RequestContext.pop",
    "Flask.do_teardown_request",
    "AppContext.pop",
    "Flask.do_teardown_appcontext",
    "close_connection",
}


class Trace:
    """Prints the stations that are called, indented by depth."""

    def __init__(self):
        self.depth = 0

    def watch(self, frame, event, argument):
        """Called by the interpreter at each call and return (sys.setprofile)."""
        station = frame.f_code.co_qualname
        if station in STATIONS and event == "call":
            print("  " * self.depth + f"{station}  ({frame.f_globals['__name__']})")
            self.depth += 1
        elif station in STATIONS and event == "return":
            self.depth -= 1


def trace(client, path):
    print(path)
    sys.setprofile(Trace().watch)
    client.get(path)
    sys.setprofile(None)


if __name__ == "__main__":
    client = create_app().test_client()
    trace(client, sys.argv[1])

"""A path with letters beyond ASCII, as it stands in environ and as it was meant."""


def application(environ, start_response):
    path = environ["PATH_INFO"]
    meant = path.encode("latin-1").decode("utf-8", "replace")
    print("PATH_INFO:", repr(path), file=environ["wsgi.errors"])
    print("as UTF-8: ", repr(meant), file=environ["wsgi.errors"])
    start_response("204 No Content", [])
    return []

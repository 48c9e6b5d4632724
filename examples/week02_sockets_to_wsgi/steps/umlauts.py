"""A path with letters beyond ASCII, as it stands in environ and as it was meant."""


def application(environ, start_response):
    path = environ["PATH_INFO"]
    print("PATH_INFO:", path, file=environ["wsgi.errors"])
    print(
        "as UTF-8: ",
        path.encode("latin-1").decode("utf-8"),
        file=environ["wsgi.errors"],
    )
    start_response("204 No Content", [])
    return []

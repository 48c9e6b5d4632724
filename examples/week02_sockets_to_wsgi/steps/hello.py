"""A WSGI application: a callable of two arguments that returns an iterable of bytes."""


def application(environ, start_response):
    body = f"You asked for {environ['PATH_INFO']}\n".encode("latin-1")
    start_response(
        "200 OK",
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
        ],
    )
    return [body]

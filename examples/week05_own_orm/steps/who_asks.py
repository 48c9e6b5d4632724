"""Says what the application is told about the client."""

KEYS = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "wsgi.url_scheme", "HTTP_HOST")


def application(environ, start_response):
    lines = [f"{key} = {environ.get(key)!r}\n" for key in KEYS]
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [line.encode() for line in lines]

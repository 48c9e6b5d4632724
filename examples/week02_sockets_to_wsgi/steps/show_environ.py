"""Show the environ that the server made of a request."""


def application(environ, start_response):
    shown = [
        f"{key} = {value!r}\n"
        for key, value in sorted(environ.items())
        if isinstance(value, (str, bool, tuple))
    ]
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [line.encode() for line in shown]

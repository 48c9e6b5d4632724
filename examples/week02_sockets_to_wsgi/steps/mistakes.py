"""WSGI applications with one mistake or risk each, under the path of their name."""

TEXT = [("Content-Type", "text/plain; charset=utf-8")]


def returns_text(environ, start_response):
    start_response("200 OK", TEXT)
    return ["A heron.\n"]


def returns_no_list(environ, start_response):
    start_response("200 OK", TEXT)
    return b"A heron.\n"


def returns_nothing(environ, start_response):
    start_response("200 OK", TEXT)


def forgets_start_response(environ, start_response):
    return [b"A heron.\n"]


def gives_no_reason(environ, start_response):
    start_response("200", TEXT)
    return [b"A heron.\n"]


def counts_characters(environ, start_response):
    text = "Mäusebussard ♪\n"
    start_response("200 OK", [*TEXT, ("Content-Length", str(len(text)))])
    return [text.encode()]


def reads_to_the_end(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", TEXT)
    return [f"{len(body)} bytes\n".encode()]


MISTAKES = {
    mistake.__name__: mistake
    for mistake in [
        returns_text,
        returns_no_list,
        returns_nothing,
        forgets_start_response,
        gives_no_reason,
        counts_characters,
        reads_to_the_end,
    ]
}


def application(environ, start_response):
    return MISTAKES[environ["PATH_INFO"].strip("/")](environ, start_response)

"""Run applications that use each side of the contract as CGI programs."""

from wsgiref.validate import validator

import pytest

from harness.exercises import expect

READ = "The server's side"
VARIABLES = {
    "REQUEST_METHOD": "POST",
    "SCRIPT_NAME": "/cgi-bin/fieldnotes",
    "PATH_INFO": "/sightings",
    "QUERY_STRING": "",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "CONTENT_LENGTH": "5",
}


def echo(environ, start_response):
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start_response("201 Created", [("Content-Type", "text/plain")])
    return [environ["PATH_INFO"].encode("latin-1"), b" ", body]


def written(environ, start_response):
    write = start_response("200 OK", [("Content-Type", "text/plain")])
    write(b"A heron.")
    return []


class Closing:
    """A body that knows whether it was closed."""

    closed = 0

    def __iter__(self):
        return iter([b"A heron."])

    def close(self):
        self.closed += 1


def outcome(exercise, application, **more):
    """Return what the exercise printed, or the error it ended with."""
    try:
        return exercise.run_as_cgi(application, {**VARIABLES, **more}, b"heron")
    except Exception as error:
        return repr(error)


def test_status_headers_and_body(exercise):
    wanted = b"Status: 201 Created\r\nContent-Type: text/plain\r\n\r\n/sightings heron"
    got = outcome(exercise, echo)
    expect(
        got == wanted,
        "status, headers, an empty line and the body, each line ended by CR LF",
        hint="collect what start_response is told, and join it with the pieces of the body",
        read=READ,
        got=got,
        wanted=wanted,
    )


def test_the_environ_satisfies_the_validator(exercise):
    got = outcome(exercise, validator(echo))
    expect(
        isinstance(got, bytes) and b"201 Created" in got,
        "environ has the seven wsgi.* keys, each of its type, and the result is closed",
        hint="copy the variables, then add wsgi.version, wsgi.input and the five others",
        read=READ,
        got=got,
    )


def test_write_comes_before_what_is_returned(exercise):
    got = outcome(exercise, written)
    expect(
        isinstance(got, bytes) and got.endswith(b"\r\n\r\nA heron."),
        "start_response returns a callable that takes bytes of the body",
        hint="the append of the list in which you collect the body will do",
        read=READ,
        got=got,
    )


def test_the_result_is_closed(exercise):
    body = Closing()

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return body

    outcome(exercise, application)
    expect(
        body.closed == 1,
        "whoever calls an application closes what it returned, once",
        hint="try: ... finally: pieces.close(), if it has a close",
        read=READ,
        got=body.closed,
        wanted=1,
    )


def test_the_scheme_follows_the_server(exercise):
    seen = []

    def application(environ, start_response):
        seen.append(environ.get("wsgi.url_scheme"))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return []

    outcome(exercise, application, HTTPS="on")
    expect(
        seen == ["https"],
        'wsgi.url_scheme is "https" where the web server says HTTPS=on',
        hint="look at variables.get('HTTPS')",
        read=READ,
        got=seen,
    )


def careless(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return start_response("404 Not Found", [("Content-Type", "text/plain")])


def injecting(environ, start_response):
    headers = [("Location", "/\r\nSet-Cookie: session=stolen")]
    return start_response("303 See Other", headers)


def forgetful(environ, start_response):
    return [b"A heron."]


@pytest.mark.parametrize(
    ("application", "rule"),
    [
        (careless, "start_response is called once, unless exc_info says why again"),
        (injecting, "a header has no line break in it, or it would be two headers"),
        (forgetful, "an application that never calls start_response has no answer"),
    ],
)
def test_what_must_not_pass(exercise, application, rule):
    got = outcome(exercise, application)
    expect(
        isinstance(got, str) and "RuntimeError" in got,
        rule,
        hint="raise a RuntimeError, as the Exchange of this week does",
        read=READ,
        got=got,
    )

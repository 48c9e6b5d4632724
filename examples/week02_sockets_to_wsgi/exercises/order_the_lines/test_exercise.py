"""Put the lines together, and let the checker of the standard library look at the result."""

from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from harness.exercises import expect

READ = "The application"


def assembled(lines):
    """Return the application that the lines make, or None where they make no program."""
    names = {}
    try:
        exec("\n".join(lines), names)
    except SyntaxError:
        return None
    return names.get("application")


def call(application, method):
    """Call the application as a server would; return its status, headers and body, or an error."""
    answer = {}

    def start_response(status, headers, exc_info=None):
        answer.update(status=status, headers=dict(headers))

    environ = {"REQUEST_METHOD": method, "QUERY_STRING": "species=heron"}
    setup_testing_defaults(environ)
    try:
        pieces = validator(application)(environ, start_response)
        answer["body"] = b"".join(pieces)
        pieces.close()
    except Exception as error:
        return repr(error)
    return answer


def test_the_lines_make_a_function(exercise):
    expect(
        callable(assembled(exercise.LINES)),
        "the lines, top to bottom, are a Python program that defines `application`",
        hint="which line can stand first, with nothing indented before it?",
        read=READ,
    )


@pytest.mark.parametrize(("method", "body"), [("GET", b"species=heron"), ("HEAD", b"")])
def test_the_function_is_a_wsgi_application(exercise, method, body):
    application = assembled(exercise.LINES)
    answer = call(application, method) if application else "no application to call"
    expect(
        isinstance(answer, dict)
        and (answer["status"], answer["body"]) == ("200 OK", body),
        f"{method}: it calls start_response, then returns the body",
        hint="a name must be set before it is used, and nothing after `return` is run",
        read=READ,
        got=answer,
    )

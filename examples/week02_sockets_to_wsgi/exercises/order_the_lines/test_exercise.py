"""Put the lines together, and let the checker of the standard library look at them."""

from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from harness.exercises import expect, expect_moved_lines

READ = "The application"


def answer_of(lines, method):
    """Run the lines as a program, and call what they define as a server would.

    Return the status, the headers and the body; or the error that came of it, as text.
    """
    names, answer = {}, {}

    def start_response(status, headers, exc_info=None):
        answer.update(status=status, headers=dict(headers))

    environ = {"REQUEST_METHOD": method, "QUERY_STRING": "species=heron"}
    setup_testing_defaults(environ)
    try:
        exec("\n".join(lines), names)
        pieces = validator(names["application"])(environ, start_response)
        answer["body"] = b"".join(pieces)
        pieces.close()
    except Exception as error:
        return repr(error)
    return answer


def test_no_line_is_lost(exercise):
    expect_moved_lines(exercise, read=READ)


@pytest.mark.parametrize(("method", "body"), [("GET", b"species=heron"), ("HEAD", b"")])
def test_the_lines_are_a_wsgi_application(exercise, method, body):
    answer = answer_of(exercise.LINES, method)
    expect(
        isinstance(answer, dict)
        and (answer["status"], answer["body"]) == ("200 OK", body),
        f"{method}: the program calls start_response, then returns the body",
        hint="a name is set before it is used, and nothing after `return` is run",
        read=READ,
        got=answer,
    )

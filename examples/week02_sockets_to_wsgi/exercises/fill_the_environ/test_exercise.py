"""What PEP 3333 says of the keys, asked of the function in the exercise."""

import pytest

from harness.exercises import expect

READ = "The server's side"
LINE = "POST /places/m%C3%A4usebussard?page=2 HTTP/1.1"
HEADERS = [("Host", "127.0.0.1"), ("User-Agent", "heron"), ("Content-Length", "0")]

RULES = [
    (
        "REQUEST_METHOD",
        "POST",
        "the method, as it was sent",
        "the first word of the line",
    ),
    (
        "QUERY_STRING",
        "page=2",
        "what follows the question mark, undecoded",
        "see partition()",
    ),
    (
        "PATH_INFO",
        "/places/m\xc3\xa4usebussard",
        "the path with %XX undone, each byte one character of Latin-1",
        "unquote(path, ENCODING) takes an encoding; in which is each byte a character?",
    ),
    (
        "HTTP_HOST",
        "127.0.0.1",
        "a header is in capitals, after HTTP_",
        'put "HTTP_" before it',
    ),
    (
        "HTTP_USER_AGENT",
        "heron",
        "the hyphen in a header's name is an underscore",
        "replace()",
    ),
    (
        "CONTENT_LENGTH",
        "0",
        "Content-Length (and Content-Type) go without HTTP_",
        "two names are exempt, as they were in CGI",
    ),
]


@pytest.mark.parametrize(
    ("key", "wanted", "rule", "hint"), RULES, ids=[rule[0] for rule in RULES]
)
def test_key(exercise, key, wanted, rule, hint):
    got = exercise.environ_from(LINE, HEADERS).get(key)
    expect(
        got == wanted, f"{key}: {rule}", hint=hint, read=READ, got=got, wanted=wanted
    )


def test_a_byte_that_was_not_percent_encoded_stays_one_character(exercise):
    got = exercise.environ_from("GET /m\xc3\xa4use HTTP/1.1", []).get("PATH_INFO")
    expect(
        got == "/m\xc3\xa4use",
        "PATH_INFO: a byte that came as it is stays as it is",
        hint="the target was decoded as Latin-1 when it was read; use the same again",
        read=READ,
        got=got,
    )


def test_no_other_spelling_of_a_header_is_left(exercise):
    keys = set(exercise.environ_from(LINE, HEADERS))
    left = sorted(
        keys & {"HOST", "USER-AGENT", "CONTENT-LENGTH", "HTTP_CONTENT_LENGTH"}
    )
    expect(
        not left,
        "each header stands in environ under one key",
        hint="make the key first, then set it once",
        read=READ,
        got=left,
    )

"""Match paths with dates in them."""

from datetime import date

import pytest

from harness.exercises import expect

READ = "Patterns"
FORM = "four digits, a hyphen, two digits, a hyphen, two digits: [0-9]{4}-..."


def outcome(exercise, pattern, path):
    """Return what the pattern finds, or the error it ends with as text."""
    try:
        return exercise.match(pattern, path)
    except Exception as error:
        return repr(error)


def test_an_error_is_shown_as_text():
    assert "AttributeError" in outcome(None, "/", "/")


@pytest.mark.parametrize(
    ("pattern", "path", "wanted", "rule", "hint"),
    [
        (
            "/days/{day:date}",
            "/days/2026-05-03",
            {"day": date(2026, 5, 3)},
            "the handler gets a date, not a text",
            "the second of the pair converts: date has a method for ISO dates",
        ),
        (
            "/days/{day:date}",
            "/days/20260503",
            None,
            "a date has one spelling, so that a page has one address",
            FORM,
        ),
        (
            "/days/{day:date}",
            "/days/2026-W18-7",
            None,
            "a date has one spelling: fromisoformat also reads weeks",
            FORM,
        ),
        (
            "/days/{day:date}",
            "/days/2026-5-3",
            None,
            "a date has one spelling, with all its zeros",
            FORM,
        ),
        (
            "/days/{day:date}",
            "/days/\u0662\u0660\u0662\u0666-\u0660\u0665-\u0660\u0663",
            None,
            "only the digits of ASCII count",
            r"\d matches digits of every script; write [0-9]",
        ),
        (
            "/days/{day:date}",
            "/days/2026-02-30",
            None,
            "what has the form of a date and is none does not match",
            "catch the ValueError of the conversion",
        ),
        (
            "/robots.txt",
            "/robotsXtxt",
            None,
            "a text in a pattern means itself",
            "a dot in an expression is any character: re.escape",
        ),
    ],
    ids=["converted", "spelling", "week", "zeros", "digits", "no date", "text"],
)
def test_match(exercise, pattern, path, wanted, rule, hint):
    got = outcome(exercise, pattern, path)
    expect(got == wanted, rule, hint=hint, read=READ, got=got, wanted=wanted)

"""Put the lines together, and send a form that is valid and one that is not."""

from contextlib import contextmanager
from types import SimpleNamespace

from harness.exercises import expect, expect_moved_lines

READ = "Fieldnotes, level L2"
BROKEN = "the lines do not make a function: "


def what_happens(lines, valid):
    """Return what the handler does, in order, and what it answers."""
    done = []

    class SightingForm:
        values = "values"

        def __init__(self, texts):
            done.append("read")

        def is_valid(self, today):
            done.append("judged")
            return valid

    @contextmanager
    def transaction():
        done.append("begin")
        yield
        done.append("stored")

    def store(values):
        done.append("added")
        return 7

    names = {
        "SightingForm": SightingForm,
        "transaction": transaction,
        "store": store,
        "page": lambda status, form: status,
        "redirect": lambda path: path,
    }
    try:
        exec("\n".join(lines), names)
        answer = names["post"](SimpleNamespace(form={}, today=None))
    except Exception as error:
        answer = BROKEN + repr(error)
    return done, answer


def test_no_line_is_lost(exercise):
    expect_moved_lines(exercise, read=READ)


def test_what_is_not_valid_is_shown_again_and_stores_nothing(exercise):
    got = what_happens(exercise.LINES, valid=False)
    expect(
        got == (["read", "judged"], 422),
        "a form that is not valid is answered with itself, and nothing is stored",
        hint="which line must be left before a transaction begins?",
        read=READ,
        got=got,
    )


def test_what_is_valid_is_stored_before_the_browser_is_sent_on(exercise):
    got = what_happens(exercise.LINES, valid=True)
    expect(
        got == (["read", "judged", "begin", "added", "stored"], "/sightings/7"),
        "the redirect comes when the transaction has ended",
        hint="the id is known when the row is stored; what does the last line need?",
        read=READ,
        got=got,
    )

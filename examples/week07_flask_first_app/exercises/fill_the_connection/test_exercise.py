"""Use the connection inside of contexts, and look whether it is closed after them."""

import sqlite3
from contextlib import ExitStack

import pytest

from harness.exercises import expect

READ = "Fieldnotes, made by a factory"


@pytest.fixture(autouse=True)
def close_all(exercise, monkeypatch):
    """Close in the end what the exercise has opened and left open."""
    opened, connect = [], sqlite3.connect

    def note(*words):
        opened.append(connect(*words))
        return opened[-1]

    monkeypatch.setattr(exercise.sqlite3, "connect", note)
    yield
    for connection in opened:
        connection.close()


def inside(exercise, use):
    """Return what ``use`` returns in a context of its own, or the error."""
    got = []

    def note(kind, error, _):
        got.append(error)
        return kind in (AttributeError, KeyError, NameError)  # shown with the rule

    with ExitStack() as stack:
        stack.push(note)
        stack.enter_context(exercise.app.app_context())
        got.append(use())
    return got[-1] or got[0]


def test_there_is_one_connection_in_a_context(exercise):
    def twice():
        return exercise.get_connection(), exercise.get_connection()

    got = inside(exercise, twice)
    expect(
        isinstance(got, tuple)
        and isinstance(got[0], sqlite3.Connection)
        and got[0] is got[1],
        "the second call returns the connection that the first one has opened",
        hint='`"connection" in g` says whether there is one',
        read=READ,
        got=got,
    )


def test_it_is_closed_at_the_end(exercise):
    got = connection = inside(exercise, exercise.get_connection)
    if isinstance(connection, sqlite3.Connection):
        try:
            got = connection.execute("SELECT 'it is open'").fetchone()
        except sqlite3.ProgrammingError as error:
            got = str(error)
    expect(
        got == "Cannot operate on a closed database.",
        "after the context the connection is closed",
        hint="take it out of g, and close it",
        read=READ,
        got=got,
    )


def test_a_page_that_needs_none_opens_none(exercise):
    got = inside(exercise, lambda: "no connection")
    expect(
        got == "no connection",
        "a context in which nobody asked for a connection ends without an error",
        hint="pop takes a second value, for the case that there is nothing",
        read=READ,
        got=got,
    )

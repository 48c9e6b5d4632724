"""Put the lines together, and write to a database with them."""

import sqlite3
from contextlib import contextmanager

import pytest

from harness.exercises import expect

READ = "All or nothing"


def what_happens(lines, error):
    """Write a row in a transaction, and raise ``error`` after it, if there is one.

    Return how many rows are there then, what came out, and whether all is closed.
    """
    names = {}
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE birds (species TEXT)")
    raised = None
    try:
        exec("\n".join(lines), names)
        with contextmanager(names["transaction"])(connection):
            connection.execute("INSERT INTO birds VALUES ('Wren')")
            if error:
                raise error
    except Exception as got:
        raised = got
    rows = connection.execute("SELECT count(*) FROM birds").fetchone()[0]
    state = "still open" if connection.in_transaction else "closed"
    connection.close()
    return rows, raised, state


def test_no_line_is_lost(exercise):
    expect(
        len(exercise.LINES) == 8 and len(set(exercise.LINES)) == 8,
        "each of the eight lines is there, once",
        hint="move lines, do not copy them",
        read=READ,
        got=exercise.LINES,
    )


@pytest.mark.parametrize("error", [None, LookupError("half-way")])
def test_it_stores_all_or_nothing(exercise, error):
    got = what_happens(exercise.LINES, error)
    expect(
        got == (0 if error else 1, error, "closed"),
        "a block that ends well is stored; one that raises is not, and the error goes on",
        hint="`yield` is where the block runs: what must be done if it raises there?",
        read=READ,
        got=got,
    )

"""Put the lines together, and write to a database with them."""

import sqlite3
from contextlib import contextmanager

import pytest

from harness.exercises import expect, expect_moved_lines

READ = "All or nothing"


def what_happens(lines, error, birds=("Wren",)):
    """Write rows in a transaction, and raise ``error`` after it, if there is one.

    The table wants each species once; a second one makes SQLite roll back by itself.

    Return how many rows are there then, what came out, and whether all is closed.
    """
    names = {}
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE birds (species TEXT UNIQUE ON CONFLICT ROLLBACK)")
    raised = None
    try:
        exec("\n".join(lines), names)
        with contextmanager(names["transaction"])(connection):
            for bird in birds:
                connection.execute("INSERT INTO birds VALUES (?)", (bird,))
            if error:
                raise error
    except (Exception, KeyboardInterrupt) as got:
        raised = got
    rows = connection.execute("SELECT count(*) FROM birds").fetchone()[0]
    state = "still open" if connection.in_transaction else "closed"
    connection.close()
    return rows, raised, state


def test_no_line_is_lost(exercise):
    expect_moved_lines(exercise, read=READ)


def told(rows, raised, state):
    """Say what happened."""
    return f"rows: {rows}; came out: {raised!r}; the transaction: {state}"


def test_a_block_that_ends_well_is_stored(exercise):
    rows, raised, state = what_happens(exercise.LINES, None)
    expect(
        (rows, raised, state) == (1, None, "closed"),
        "a block that ends well is stored, and the transaction is closed",
        hint="`yield` is where the block runs: what comes next if it has ended well?",
        read=READ,
        got=told(rows, raised, state),
    )


@pytest.mark.parametrize("error", [LookupError("half-way"), KeyboardInterrupt()])
def test_a_block_that_raises_is_taken_back(exercise, error):
    rows, raised, state = what_happens(exercise.LINES, error)
    expect(
        (rows, raised, state) == (0, error, "closed"),
        "of a block that raises nothing is stored, and its error goes on",
        hint="`yield` is where the block runs: what must be done if it raises there?",
        read=READ,
        got=told(rows, raised, state),
    )


def test_a_transaction_that_sqlite_has_ended_keeps_its_error(exercise):
    rows, raised, state = what_happens(exercise.LINES, None, ["Wren", "Wren"])
    expect(
        (rows, type(raised), state) == (0, sqlite3.IntegrityError, "closed"),
        "where SQLite has ended the transaction itself, its own error comes out",
        hint="what does ROLLBACK raise if there is nothing to roll back?",
        read=READ,
        got=told(rows, raised, state),
    )

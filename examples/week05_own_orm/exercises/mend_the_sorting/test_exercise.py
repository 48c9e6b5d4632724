"""Sort as a visitor may, and as one who wants to know a secret letter by letter."""

import sqlite3

import pytest

from harness.exercises import expect

TABLES = """
CREATE TABLE sightings (species TEXT, seen_on TEXT);
INSERT INTO sightings VALUES ('Wren', '2026-05-01');
INSERT INTO sightings VALUES ('Barn Owl', '2026-04-01');
CREATE TABLE observers (password TEXT);
INSERT INTO observers VALUES ('tawny');
"""
GUESS = "CASE WHEN (SELECT password FROM observers) LIKE 't%' THEN seen_on END DESC, species"
BY_SPECIES, NEWEST = ["Barn Owl", "Wren"], ["Wren", "Barn Owl"]


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        ("species", BY_SPECIES),
        ("newest", NEWEST),
        (GUESS, BY_SPECIES),
        ("", BY_SPECIES),
        ("no such column", BY_SPECIES),
        ("rowid", BY_SPECIES),  # a column, and nobody offered it
        ("seen_on DESC", BY_SPECIES),
        ("species DESC", BY_SPECIES),
    ],
)
def test_the_order_is_one_of_two(exercise, sort, wanted):
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    try:
        got = exercise.birds(connection, sort)
    except (sqlite3.Error, LookupError, ValueError) as error:
        got = repr(error)
    connection.close()
    expect(
        got == wanted,
        f"birds(connection, {sort!r}) is {wanted}",
        hint="a parameter cannot be a column: what can a visitor choose from, then?",
        read="A value is never text",
        got=got,
    )

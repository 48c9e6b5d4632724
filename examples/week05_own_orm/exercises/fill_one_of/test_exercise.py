"""Ask a database with the condition, with values of all kinds."""

import sqlite3
from contextlib import closing

import pytest

from harness.exercises import expect

BIRDS = ["Wren", "Daubenton's Bat", "Barn Owl"]


def found(condition):
    """Return the species for which a condition holds, or the error."""
    sql, values = condition
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE birds (species TEXT)")
        connection.executemany("INSERT INTO birds VALUES (?)", [(b,) for b in BIRDS])
        try:
            rows = connection.execute(f"SELECT species FROM birds WHERE {sql}", values)
        except (sqlite3.Error, TypeError, ValueError) as error:
            return repr(error)
        return [species for (species,) in rows]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (["Wren"], ["Wren"]),
        (["Wren", "Daubenton's Bat", "Eagle"], ["Wren", "Daubenton's Bat"]),
        (["') OR 1=1 --"], []),
        ([], []),
    ],
)
def test_it_finds_what_was_asked_for(exercise, values, wanted):
    got = found(exercise.one_of("species", values))
    expect(
        got == wanted,
        f"one_of('species', {values!r}) finds {wanted}",
        hint="as many question marks as there are values, and the values beside the SQL",
        read="A value is never text",
        got=got,
    )


def test_the_sql_is_the_same_for_other_values(exercise):
    one, other = (exercise.one_of("species", [bird])[0] for bird in BIRDS[:2])
    expect(
        one == other,
        "the values are no part of the SQL, escaped or not",
        hint="what can be said of the values without looking at one of them?",
        read="A value is never text",
        got=[one, other],
    )

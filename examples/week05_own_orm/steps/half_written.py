"""A walk and its two sightings are written; the second one fails."""

import sqlite3
from contextlib import suppress

TABLES = """
CREATE TABLE walks (place TEXT);
CREATE TABLE birds (species TEXT, count INTEGER CHECK (count > 0));
"""


def write(connection):
    connection.execute("INSERT INTO walks VALUES ('ely/meadow')")
    connection.execute("INSERT INTO birds VALUES ('Barn Owl', 1)")
    connection.execute("INSERT INTO birds VALUES ('Wren', 0)")


def what_is_there(connection):
    walks = connection.execute("SELECT count(*) FROM walks").fetchone()[0]
    birds = connection.execute("SELECT count(*) FROM birds").fetchone()[0]
    return f"{walks} walk, {birds} bird" if walks else "nothing"


def by_itself():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(TABLES)
    with suppress(sqlite3.IntegrityError):
        write(connection)
    return what_is_there(connection)


def in_a_transaction():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(TABLES)
    connection.execute("BEGIN")
    try:
        write(connection)
    except sqlite3.IntegrityError as error:
        print(error)
        connection.execute("ROLLBACK")
    return what_is_there(connection)


if __name__ == "__main__":
    print("each statement by itself:", by_itself())
    print("in one transaction:", in_a_transaction())

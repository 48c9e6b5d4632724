"""Run the migration up and down, on both databases, with two users in the table."""

from importlib import import_module

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import inspect, text

from harness import postgresql
from harness.exercises import expect
from harness.rooms import importable

READ = "A column that must have a value"
ADA_AND_BEN = "INSERT INTO users (username) VALUES ('ada'), ('ben')"
NAMES = "SELECT username FROM users ORDER BY username"


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(request, room, tmp_path):
    """A connection to a database with the tables of the week, and two users."""
    address = f"sqlite:///{tmp_path}/test.db"
    if request.param == "postgresql":
        address = postgresql.server().new()
    with importable(room):
        models = import_module("fieldnotes.models")
        make_engine = import_module("fieldnotes.database").make_engine
        engine = make_engine(address, check_foreign_keys=False)
        models.Base.metadata.create_all(engine)
        with engine.begin() as connection:
            connection.execute(text(ADA_AND_BEN))
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def run(connection, function):
    """Run a migration; return the error that it meets."""
    context = MigrationContext.configure(connection)
    try:
        with Operations.context(context):
            function()
    except Exception as error:  # of the database, of Alembic, or of the migration
        connection.rollback()
        return error


def column(connection):
    """Return what the database says of the new column, None if there is none."""
    columns = inspect(connection).get_columns("users")
    return next((each for each in columns if each["name"] == "password_hash"), None)


def test_the_rows_that_are_there_get_a_value(exercise, connection):
    got = run(connection, exercise.upgrade)
    if got is None:
        query = "SELECT username, password_hash FROM users ORDER BY username"
        got = [tuple(row) for row in connection.execute(text(query))]
    expect(
        got == [("ada", "!"), ("ben", "!")],
        "both users are still there, and UNUSABLE is their hash",
        hint="three steps: a column that may be empty, an UPDATE, a column that may not",
        read=READ,
        got=got,
    )


def test_the_column_must_have_a_value_and_brings_none(exercise, connection):
    error = run(connection, exercise.upgrade)
    found = column(connection) or {"nullable": error, "default": None}
    got = found["nullable"], found["default"]
    expect(
        got == (False, None),
        "afterwards the column refuses NULL, and has no default that hides a forgotten hash",
        hint="a server_default would fill the rows too; take it away again, or do without",
        read=READ,
        got=got,
    )


def test_the_way_back_keeps_the_users(exercise, connection):
    errors = [run(connection, each) for each in (exercise.upgrade, exercise.downgrade)]
    names = list(connection.scalars(text(NAMES)))
    got = errors, column(connection), names
    expect(
        got == ([None, None], None, ["ada", "ben"]),
        "up and down again: no column any more, and two users",
        hint="what does the way back lose, and what must it not lose?",
        read=READ,
        got=got,
    )

"""Migrations by hand: done once, whole or not at all, and never backwards."""

import sqlite3

import pytest


@pytest.fixture
def connection():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    yield connection
    connection.close()


def done(connection):
    return connection.execute("PRAGMA user_version").fetchone()[0]


def test_what_is_done_is_not_done_again(steps, connection, capsys):
    for _ in range(2):
        steps.migrate.migrate(connection, steps.migrate.MIGRATIONS)
    assert len(capsys.readouterr().out.splitlines()) == done(connection) == 2


def test_a_migration_that_fails_leaves_the_file_as_it_was(steps, connection):
    migrations = [steps.migrate.MIGRATIONS[0], "ALTER TABLE herons ADD COLUMN sky TEXT"]
    with pytest.raises(sqlite3.OperationalError, match="no such table: herons"):
        steps.migrate.migrate(connection, migrations)
    assert not connection.in_transaction
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    assert done(connection) == 0


def test_an_older_program_leaves_a_newer_file_alone(steps, connection):
    steps.migrate.migrate(connection, steps.migrate.MIGRATIONS)
    with pytest.raises(
        RuntimeError, match="the file has 2 migrations, this program knows 1: use a new"
    ):
        steps.migrate.migrate(connection, steps.migrate.MIGRATIONS[:1])
    assert not connection.in_transaction
    assert done(connection) == 2


def test_an_error_that_has_ended_the_transaction_comes_out(steps, connection):
    migrations = [
        "CREATE TABLE birds (id INTEGER PRIMARY KEY)",
        "INSERT INTO birds VALUES (1)",
        "INSERT OR ROLLBACK INTO birds VALUES (1)",
    ]
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE constraint failed"):
        steps.migrate.migrate(connection, migrations)
    assert done(connection) == 0

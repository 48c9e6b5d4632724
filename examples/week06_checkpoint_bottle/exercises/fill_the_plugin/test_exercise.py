"""Install the plugin, and ask handlers that want a connection and one that does not."""

import sqlite3
from contextlib import closing

import bottle
import pytest

from harness.exercises import expect
from harness.rooms import importable

READ = "Layers"
KEPT = []
"""Not in a closure: Bottle looks in one for a decorated function, without an end."""


@pytest.fixture
def ask(exercise, room, tmp_path):
    """A function that asks an application with the plugin; a failure is 500."""
    file = tmp_path / "birds.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE birds (species TEXT)")
    app = bottle.Bottle()
    app.install(exercise.Connections(file))

    @app.post("/birds/<species>")
    def add(species, connection):
        connection.execute("INSERT INTO birds VALUES (?)", (species,))
        return "added" if species != "bad" else str(1 / 0)

    @app.get("/count")
    def count(connection):
        KEPT.append(connection)
        return str(connection.execute("SELECT count(*) FROM birds").fetchone()[0])

    @app.get("/plain")
    def plain():
        return "plain"

    with importable(room) as programs:
        assert programs.perch
        from perch.testing import Client

        def ask(method, path):
            answer = Client(app).send(method, path)
            return answer.text if answer.status == 200 else answer.status

        yield ask


def test_who_asks_for_a_connection_gets_one(ask):
    got = [ask("POST", "/birds/wren"), ask("GET", "/count")]
    expect(
        got == ["added", "1"],
        "a handler with a parameter connection gets one, beside what the path gives",
        hint="route.get_callback_args() has the names; the path's values are passed on",
        read=READ,
        got=got,
    )


def test_who_does_not_ask_is_left_alone(ask):
    got = ask("GET", "/plain")
    expect(
        got == "plain",
        "a handler without the parameter is called as it was",
        hint="what should apply() return if there is nothing to wrap?",
        read=READ,
        got=got,
    )


def test_afterwards_the_connection_is_closed(ask):
    KEPT.clear()
    got = ask("GET", "/count")
    try:
        got = KEPT.pop().execute("SELECT 1").fetchone()
    except sqlite3.ProgrammingError:
        got = "closed"
    except IndexError:  # the handler was not called
        pass
    expect(
        got == "closed",
        "the connection is closed when the handler has returned",
        hint="call the handler, and return what it returns; leave the with line as it is",
        read=READ,
        got=got,
    )


def test_what_fails_is_not_stored(ask):
    got = [ask("POST", "/birds/bad"), ask("GET", "/count")]
    expect(
        got == [500, "0"],
        "an error of the handler is not swallowed, and rolls back",
        hint="call the handler inside of the with block, and return what it returns",
        read=READ,
        got=got,
    )

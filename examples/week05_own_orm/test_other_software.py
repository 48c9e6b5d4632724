"""What the text says of software that others wrote, as installed."""

import sqlite3

import gunicorn.config
import pytest
from sqlalchemy import create_engine, text

from harness.rooms import importable

PASTED = "SELECT species FROM sightings WHERE nest = 0 AND species = '{}'"
ELEVEN = "' OR 1=1 --"


@pytest.fixture
def nests(room, tmp_path):
    """A file with one nest in it."""
    file = tmp_path / "nests.db"
    connection = sqlite3.connect(file)
    connection.executescript(
        "CREATE TABLE sightings (species TEXT, nest INTEGER);"
        "INSERT INTO sightings VALUES ('Barn Owl', 1);"
    )
    connection.close()
    return file


def test_the_eleven_characters_are_eleven():
    assert len(ELEVEN) == 11


def test_the_door_of_roost_lets_a_pasted_text_in(room, nests):
    with importable(room) as programs:
        database = programs.roost.Database(nests)
        with database.session() as session:
            rows = session.execute(PASTED.format(ELEVEN)).fetchall()
        database.close()
    assert rows == [("Barn Owl",)]


def test_the_door_of_sqlalchemy_lets_a_pasted_text_in(nests):
    engine = create_engine(f"sqlite:///{nests}")
    with engine.connect() as connection:
        rows = connection.execute(text(PASTED.format(ELEVEN))).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("Barn Owl",)]


def test_a_parameter_in_order_by_sorts_nothing():
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE birds (species TEXT);"
        "INSERT INTO birds VALUES ('Wren'); INSERT INTO birds VALUES ('Owl');"
    )
    rows = connection.execute("SELECT species FROM birds ORDER BY ?", ("species",))
    assert rows.fetchall() == [("Wren",), ("Owl",)]
    connection.close()


def test_executescript_runs_several_statements():
    connection = sqlite3.connect(":memory:")
    connection.executescript("CREATE TABLE birds (species TEXT); DROP TABLE birds;")
    connection.close()


def test_sqlite_checks_foreign_keys_only_if_asked():
    connection = sqlite3.connect(":memory:")
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (0,)
    connection.close()


def test_whom_gunicorn_believes():
    assert gunicorn.config.ForwardedAllowIPS.default == "127.0.0.1,::1"

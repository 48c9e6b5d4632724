"""What the text says of software that others wrote, as installed."""

import importlib
import sqlite3
import subprocess

import gunicorn.config
import pytest
from sqlalchemy import create_engine, text

from harness.rooms import importable
from harness.servers import find_program

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


def test_conditions_and_orders_written_by_hand_are_doors_too(room, nests):
    with importable(room) as programs:
        conditions = importlib.import_module("roost.conditions")
        database = programs.roost.Database(nests)

        class Sighting(programs.roost.Table, name="sightings"):
            id = programs.roost.Key()
            species = programs.roost.Column(str)

        with database.session() as session:
            session.execute("ALTER TABLE sightings ADD COLUMN id INTEGER")
            all_of_them = session.select(Sighting)
            pasted = conditions.Condition(f"species = '{ELEVEN}")
            assert all_of_them.where(pasted).count() == 1
            secret = conditions.Order("CASE nest WHEN 1 THEN nonsense END")
            with pytest.raises(sqlite3.OperationalError, match="no such column: nons"):
                all_of_them.order_by(secret).all()
        database.close()


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


def test_sqlite3_opens_a_transaction_before_four_statements_only():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE birds (species TEXT PRIMARY KEY)")
    assert not connection.in_transaction
    for statement in (
        "INSERT INTO birds VALUES ('Wren')",
        "UPDATE birds SET species = 'Owl'",
        "REPLACE INTO birds VALUES ('Owl')",
        "DELETE FROM birds",
    ):
        connection.execute(statement)
        assert connection.in_transaction, statement
        connection.commit()
    connection.close()


def test_the_linter_finds_pasted_statements_if_the_rule_is_selected(room):
    step = room / "steps" / "search_pasted.py"

    def found(*words):
        command = [
            find_program("ruff"),
            "check",
            "--isolated",
            "--no-cache",
            *words,
            str(step),
        ]
        ran = subprocess.run(command, capture_output=True, text=True, cwd=room)
        return "S608" in ran.stdout

    assert found("--select", "S608")
    assert not found()


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

"""What the text says of software that others wrote, as installed."""

import importlib
import re
import sqlite3
import subprocess
import sys

import gunicorn.config
import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from harness.inputs import environment
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


def test_a_commit_makes_sqlalchemy_read_its_objects_again(steps):
    observer = steps.in_sqlalchemy.Observer
    engine = create_engine("sqlite://")
    steps.in_sqlalchemy.Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(observer(name="miriam"))
        session.commit()
        one = session.scalars(select(observer)).one()
        session.execute(text("UPDATE observers SET name = 'owen'"))
        assert session.scalars(select(observer)).one().name == "miriam"
        session.commit()
        assert one.name == "owen"
    engine.dispose()


@pytest.mark.parametrize("hidden", [False, True])
def test_sqlalchemy_logs_values_unless_told_to_hide_them(caplog, hidden):
    engine = create_engine("sqlite://", hide_parameters=hidden)
    with caplog.at_level("INFO", "sqlalchemy.engine"), engine.connect() as connection:
        connection.execute(text("SELECT :value"), {"value": "the hash"})
    engine.dispose()
    assert ("the hash" in caplog.text) is not hidden


DJANGO = """
import django
from django.conf import settings
from django.db import connection, models

sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
settings.configure(DATABASES={"default": sqlite})
django.setup()

class Bird(models.Model):
    species = models.TextField()

    class Meta:
        app_label = "birds"

with connection.schema_editor() as editor:
    editor.create_model(Bird)
Bird.objects.create(species="Wren")
print(Bird.objects.get() is Bird.objects.get())
try:
    str(Bird.objects.annotate(**{"a b": models.F("id")}).query)
except ValueError as error:
    print("refused")
"""


def test_django_gives_two_objects_for_a_row_and_refuses_a_name_with_a_space():
    ran = subprocess.run(
        [sys.executable, "-c", DJANGO],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "False\nrefused\n"


def test_a_column_named_like_the_clock_is_the_clock_to_sqlite(room, tmp_path):
    with importable(room) as programs:
        database = programs.roost.Database(tmp_path / "days.db")

        class Day(programs.roost.Table, name="days"):
            id = programs.roost.Key()
            current_date = programs.roost.Column(str)

        database.create(Day)
        with database.session() as session, session.transaction():
            session.add(Day(current_date="the first of May"))
            got = session.execute("SELECT current_date FROM days").fetchall()
        database.close()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", got[0][0])
    quoted = sqlite.dialect().identifier_preparer.quote("current_date")
    assert quoted == '"current_date"'


def test_a_transaction_may_be_open_after_a_commit_that_failed():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(
        "PRAGMA foreign_keys = ON; CREATE TABLE observers (id INTEGER PRIMARY KEY);"
        "CREATE TABLE birds (observer REFERENCES observers DEFERRABLE INITIALLY DEFERRED)"
    )
    connection.execute("BEGIN")
    connection.execute("INSERT INTO birds VALUES (7)")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
        connection.execute("COMMIT")
    assert connection.in_transaction
    connection.close()

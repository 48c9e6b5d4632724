"""A reader types the files in the order of the page, and each runs with what there is."""

import ast
import importlib
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date

import psycopg
import pytest
from sqlalchemy import create_engine

from harness import postgresql
from harness.inputs import environment
from harness.rooms import importable

DIRECTIVE = re.compile(
    r"^\.\. (example|transcript):: (\w\S+)\n((?:   :.+\n)*)", re.MULTILINE
)


def modules(path):
    """Return the files of this room that a program imports."""
    tree = ast.parse(path.read_text("utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {
        f"{name.replace('.', '/')}.py"
        for name in names
        if name.startswith(("steps.", "fieldnotes."))
    }


def commands(path, options):
    """Return the commands of a transcript that the page shows."""
    found = re.findall(r"^\$ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    number = re.search(r":command: (\d+)", options)
    return [found[int(number[1]) - 1]] if number else found


def test_each_program_is_shown_before_it_is_run(room):
    root = room.parents[1]
    page = (root / f"docs/weeks/{room.name}.rst").read_text("utf-8")
    instruments = (root / "docs/reference/instruments.rst").read_text("utf-8")
    there = set(re.findall(rf"example:: /{room.name}/(\S+)", instruments))
    ran = 0
    for kind, name, options in DIRECTIVE.findall(page):
        if kind == "example":
            there.add(name)
            continue
        for command in commands(room / "transcripts" / f"{name}.console", options):
            if "cp steps/models.py fieldnotes/" in command:
                there.add("fieldnotes/models.py")
            for program in re.findall(r"python -m (steps\.\w+)", command):
                file = f"{program.replace('.', '/')}.py"
                assert there >= {file} | modules(room / file), command
                ran += 1
    assert ran > 20


def test_a_search_by_species(room):
    statement = "CREATE TABLE sightings AS SELECT 'Wren' species, 'ely' place, '2026-05-31' seen_on"
    with importable(room):
        by_hand = importlib.import_module("steps.by_hand")
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute(statement)
            [(species, seen_on)] = by_hand.find(connection, species="Wren")
            with pytest.raises(TypeError):
                date(2026, 6, 1) - seen_on
            assert (species, seen_on) == ("Wren", "2026-05-31")
            assert by_hand.find(connection, species="Wren", place="lynn") == []


def test_the_two_marks(room):
    """What by_hand.py would have to write, and what the other driver then says."""
    address = postgresql.server().new()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT %s::date", ("2026-05-31",)).fetchone()
    message = 'near "%": syntax error'
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(sqlite3.OperationalError, match=message),
    ):
        connection.execute("SELECT %s", (1,))


def test_a_search_by_species_in_the_core(room):
    with importable(room):
        core = importlib.import_module("steps.core")
        engine = create_engine("sqlite://")
        core.metadata.create_all(engine)
        with engine.begin() as connection:
            connection.execute(core.insert(core.sightings), core.ROWS)
            assert len(core.find(connection, species="Wren")) == 1
            assert core.find(connection, species="Wren", place="ely/meadow") == []
        engine.dispose()


def test_old_rows_and_a_look_at_them(room, tmp_path):
    variables = environment({"FIELDNOTES_DATA": str(tmp_path)})
    variables.pop("FIELDNOTES_DATABASE", None)

    def run(*words):
        command = [sys.executable, "-m", *words]
        options = {"cwd": room, "env": variables, "capture_output": True, "text": True}
        return subprocess.run(command, check=True, **options).stdout

    run("alembic", "upgrade", "0001")
    run("steps.old_rows")
    assert "users (id, name)\n    1 miriam\n    2 owen\n" in run("steps.look")
    assert [each.name for each in tmp_path.iterdir()] == ["fieldnotes.db"]


CALLS = """
import sys
from steps import trace_select

names = {"sys": sys, "__name__": "sqlalchemy.orm.loading"}
exec("def instances(): return sys._getframe()", names)
frame = names["instances"]()
connection = __import__("sqlite3").connect(":memory:")
for event, called in [
    ("call", None),
    ("c_call", connection.cursor().execute),
    ("c_call", [].append),
    ("return", None),
]:
    trace_select.watch(frame, event, called)
trace_select.watch(sys._getframe(), "call", None)
connection.close()
print(trace_select.depth)
"""


def test_the_trace_prints_calls_of_sqlalchemy_and_of_the_driver(room):
    # What sys.setprofile calls is itself not traced, so coverage sees these calls only.
    ran = subprocess.run(
        [sys.executable, "-c", CALLS],
        cwd=room,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == (
        "instances  (sqlalchemy.orm.loading)\n  Cursor.execute  (sqlite3)\n0\n"
    )

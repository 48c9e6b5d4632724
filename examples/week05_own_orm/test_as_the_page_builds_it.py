"""The library grows file by file, and each step runs with what there is by then."""

import re
import shutil
import subprocess
import sys

import pytest

from harness.inputs import environment

STAGES = [
    (["columns", "conditions"], "conditions", "Condition('count > ?', 3)"),
    (["keys", "tables"], "a_table", "CREATE TABLE IF NOT EXISTS sightings ("),
    (["select", "errors", "session", "database", "__init__"], "identity", "one object"),
]


@pytest.mark.parametrize("stage", range(len(STAGES)))
def test_the_step_runs_with_what_there_is_by_then(room, tmp_path, stage):
    shutil.copytree(room / "steps", tmp_path / "steps")
    shutil.copytree(room / "fieldnotes", tmp_path / "fieldnotes")
    (tmp_path / "roost").mkdir()
    (tmp_path / "roost" / "__init__.py").touch()
    for names, _, _ in STAGES[: stage + 1]:
        for name in names:
            shutil.copy(room / "roost" / f"{name}.py", tmp_path / "roost")
    _, step, shown = STAGES[stage]
    ran = subprocess.run(
        [sys.executable, "-m", f"steps.{step}"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert shown in ran.stdout, ran.stderr


def test_each_file_can_be_imported_as_soon_as_it_is_typed(room, tmp_path):
    (tmp_path / "roost").mkdir()
    (tmp_path / "roost" / "__init__.py").touch()
    page = (room.parents[1] / "docs/weeks" / f"{room.name}.rst").read_text("utf-8")
    names = re.findall(r"^\.\. example:: roost/(\w+)\.py$", page, re.MULTILINE)
    assert len(names) == len(list((room / "roost").glob("*.py")))
    for name in names:
        shutil.copy(room / "roost" / f"{name}.py", tmp_path / "roost")
        ran = subprocess.run(
            [sys.executable, "-c", f"import roost.{name}"],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr


def test_the_library_has_as_many_lines_as_the_text_says(room):
    files = (room / "roost").glob("*.py")
    lines = sum(len(file.read_text("utf-8").splitlines()) for file in files)
    assert round(lines, -2) == 700, lines


def test_a_value_that_is_not_set_is_an_attribute_error(steps):
    owl = steps.one_column.Sighting()
    assert not hasattr(owl, "count")
    with pytest.raises(AttributeError, match="count is not set yet"):
        _ = owl.count


CALLS = """
import sys
from steps import trace_roost

names = {"sys": sys, "__name__": "roost.session"}
exec("def sent(): return sys._getframe()", names)
for event, argument in ("call", None), ("c_call", [].append), ("return", None):
    trace_roost.watch(names["sent"](), event, argument)
trace_roost.watch(sys._getframe(), "call", None)
trace_roost.watch(names["sent"](), "c_call", __import__("sqlite3").Connection.execute)
print(trace_roost.depth)
"""


def test_the_trace_prints_calls_of_the_library_and_of_sqlite3(room):
    # What sys.setprofile calls is itself not traced, so coverage sees these calls only.
    ran = subprocess.run(
        [sys.executable, "-c", CALLS],
        cwd=room,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "sent  (roost.session)\nConnection.execute  (sqlite3)\n0\n"

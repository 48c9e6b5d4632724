"""Importing the programs of one week, whatever those of another are called."""

import sys
from pathlib import Path

import pytest
from harness.rooms import importable


def test_two_weeks_may_have_programs_of_one_name(tmp_path: Path) -> None:
    found = []
    for week in ("week07", "week08"):
        folder = tmp_path / week / "steps"
        folder.mkdir(parents=True)
        (folder / "hello_rooms.py").write_text(
            f"from other_rooms import NAME as week\nassert week == {week!r}\n"
        )
        (folder / "other_rooms.py").write_text(f"NAME = {week!r}\n")
        with importable(folder) as steps:
            found.append(steps.hello_rooms.week)
        assert "hello_rooms" not in sys.modules
        assert "other_rooms" not in sys.modules
        assert str(folder) not in sys.path
    assert found == ["week07", "week08"]


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with (
        importable(tmp_path) as steps,
        pytest.raises(AttributeError, match=r"there is no hello\.py in test_a_program"),
    ):
        _ = steps.hello

"""The week in the order of its page: each command finds what was shown before it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from harness.inputs import environment, programs

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def page(room):
    return (DOCS / "weeks" / f"{room.name}.rst").read_text("utf-8")


@pytest.fixture
def instruments(room):
    """The files that a reader copies at the beginning."""
    text = (DOCS / "reference" / "instruments.rst").read_text("utf-8")
    return set(re.findall(rf"example:: /{room.name}/(\S+)", text))


def test_a_command_has_its_program(room, page, instruments):
    shown = set(instruments)
    for kind, name in re.findall(r"^\.\. (example|transcript):: (\S+)$", page, re.M):
        shown.add(name)
        if kind == "transcript" and name != "six_packages":
            session = (room / "transcripts" / f"{name}.console").read_text("utf-8")
            for module in re.findall(r"(?:-m|--app) (steps\.\w+)", session):
                assert f"{module.replace('.', '/')}.py" in shown, name


def test_fieldnotes_runs_with_what_was_shown_when_it_is_started(room, page, tmp_path):
    before = page[: page.index(".. transcript:: fieldnotes")]
    for name in re.findall(r"^\.\. example:: (fieldnotes/\S+)$", before, re.M):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(room / name, tmp_path / name)
    ran = subprocess.run(
        [programs() / "flask", "--app", "fieldnotes", "routes"],
        cwd=tmp_path,
        env=environment({"FIELDNOTES_DATA": str(tmp_path)}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "pages.sightings" in ran.stdout
    missing = {path.name for path in (room / "fieldnotes").rglob("*") if path.is_file()}
    missing -= {path.name for path in tmp_path.rglob("*")}
    assert {name for name in missing if not name.endswith(".pyc")} == {"manifest.toml"}

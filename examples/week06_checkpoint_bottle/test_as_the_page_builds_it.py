"""A reader begins with weeks 4 and 5 and adds what the page shows, in its order."""

import re
import shutil
import subprocess

import pytest

from harness.inputs import environment, programs
from harness.rooms import importable

NEW_IN_PERCH = ("forms.py", "request.py", "app.py")
HEAD = "id,species,count,place,seen_on,notes,observer,created_at\n"


@pytest.fixture
def folder(room, tmp_path):
    """The folder of a reader at the beginning of the week."""
    week4 = room.with_name("week04_own_framework_templates")
    week5 = room.with_name("week05_own_orm")
    shutil.copytree(week4 / "perch", tmp_path / "perch")
    shutil.copytree(week4 / "fieldnotes", tmp_path / "fieldnotes")
    shutil.copytree(week5 / "roost", tmp_path / "roost")
    shutil.copy(week5 / "fieldnotes" / "models.py", tmp_path / "fieldnotes")
    shutil.copytree(room / "steps", tmp_path / "steps")
    return tmp_path


def run(folder, *words):
    done = subprocess.run(
        [programs() / "python", "-m", *words],
        cwd=folder,
        env=environment({"FIELDNOTES_DATA": str(folder / "data")}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_problem_runs_on_the_framework_of_week_4(folder):
    assert "Kept: ['Wren', 'Wren']" in run(folder, "steps.reload")


def test_with_three_files_perch_reads_forms(room, folder):
    for name in NEW_IN_PERCH:
        shutil.copy(room / "perch" / name, folder / "perch")
    assert "415 The body must be a form." in run(folder, "steps.try_forms")
    mine = {file.name: file.read_bytes() for file in folder.glob("perch/*.py")}
    assert mine == {file.name: file.read_bytes() for file in room.glob("perch/*.py")}


def test_with_the_files_that_the_page_shows_fieldnotes_is_whole(room, folder):
    page = room.parents[1] / "docs" / "weeks" / f"{room.name}.rst"
    shown = re.findall(
        r"^\.\. example:: (fieldnotes/\S+)", page.read_text("utf-8"), re.M
    )
    for name in NEW_IN_PERCH:
        shutil.copy(room / "perch" / name, folder / "perch")
    for name in shown:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(room / name, folder / name)
    (folder / "fieldnotes" / "sightings.py").unlink()
    for file in (room / "fieldnotes").rglob("*.*"):
        if "__pycache__" not in file.parts:
            same = (folder / file.relative_to(room)).read_bytes() == file.read_bytes()
            assert same, file
    (folder / "sightings.csv").write_text(HEAD)
    assert "0 sightings loaded" in run(folder, "fieldnotes", "load", "sightings.csv")


def test_the_port_runs_where_a_reader_copies_it(room, tmp_path, monkeypatch):
    shutil.copytree(room / "ported", tmp_path / "mine")
    shutil.copy(
        room / "exercises" / "transfer_to_bottle" / "solution.py",
        tmp_path / "mine" / "fieldnotes" / "app.py",
    )
    run(tmp_path / "mine", "fieldnotes", "init")
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path / "mine" / "data"))
    with importable(room), importable(tmp_path / "mine") as modules:
        from perch.testing import Client
        from roost import Database

        database = Database(tmp_path / "mine" / "data" / "fieldnotes.db")
        monkeypatch.setattr("fieldnotes.app.Database", lambda file: database)
        assert (
            "No sightings."
            in Client(modules.fieldnotes.create_app()).get("/sightings").text
        )
        database.close()

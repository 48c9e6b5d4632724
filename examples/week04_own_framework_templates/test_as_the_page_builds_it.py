"""Perch of week 3 becomes that of week 4, file by file, and each step runs on its way."""

import shutil
import subprocess
import sys

import pytest

from harness.inputs import environment

STAGES = [
    (["template_parts", "template_tokens"], ["steps.try_tokens"]),
    (["template_parser", "templates"], ["steps.try_templates", "steps.try_mistakes"]),
    (["patterns", "routing"], ["steps.try_urls"]),
    (["request", "app"], ["steps.layers"]),
]


@pytest.fixture
def built(room, tmp_path):
    """A function that makes the folder as it is after so many stages."""

    def built(stages):
        before = room.with_name("week03_own_framework_routes")
        for folder in ("perch", "fieldnotes"):
            shutil.copytree(before / folder, tmp_path / folder)
        for file in ("tests.py", "CHANGELOG.md"):
            shutil.copy(before / file, tmp_path)
        shutil.copytree(room / "steps", tmp_path / "steps")
        for names, _ in STAGES[:stages]:
            for name in names:
                shutil.copy(room / "perch" / f"{name}.py", tmp_path / "perch")
        return tmp_path

    return built


def run(folder, *words):
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("stages", range(1, len(STAGES) + 1))
def test_the_steps_run_with_what_there_is_by_then(built, room, stages):
    folder = built(stages)
    for step in STAGES[stages - 1][1]:
        name = step.removeprefix("steps.")
        recorded = room / "transcripts" / f"{name}.console"
        _, wanted = recorded.read_text(encoding="utf-8").split("\n", 1)
        assert run(folder, step).stdout.strip() == wanted.strip()


def test_one_test_of_week_3_notices_that_routes_have_names(built):
    said = run(built(3), "unittest", "tests").stderr
    assert said.count("FAIL: ") == 1
    assert "FAIL: test_a_route_in_the_shadow_of_another_is_refused " in said
    assert "the name 'handler' belongs to /sightings/{name}, at " in said
    assert said.endswith("FAILED (failures=1)\n")


def test_without_its_application_object_a_request_cannot_be_made(built, room):
    folder = built(3)
    shutil.copy(room / "perch" / "request.py", folder / "perch")
    said = run(folder, "unittest", "tests").stderr
    assert "missing 1 required positional argument: 'app'" in said


def test_the_tests_of_week_3_cannot_be_imported_in_the_end(built, room):
    folder = built(4)
    for name in ("middleware", "static", "__init__"):
        shutil.copy(room / "perch" / f"{name}.py", folder / "perch")
    shutil.copytree(room / "fieldnotes", folder / "fieldnotes", dirs_exist_ok=True)
    said = run(folder, "unittest", "tests").stderr
    assert "ImportError: cannot import name 'app' from 'fieldnotes.app'" in said


def test_the_engine_has_as_many_lines_as_the_text_says(room):
    files = (room / "perch").glob("template*.py")
    lines = sum(len(file.read_text("utf-8").splitlines()) for file in files)
    assert round(lines, -2) == 300, lines

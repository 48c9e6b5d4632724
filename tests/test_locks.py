"""The locks: what they promise is installed, and they still belong to their .in files."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted(path.name for path in ROOT.glob("requirements-*.txt"))


def requirements(path: Path) -> list[Requirement]:
    """Return the requirements of a lock or .in file that hold for the running Python."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    found = [Requirement(line) for line in lines if line]
    return [one for one in found if one.marker is None or one.marker.evaluate()]


@pytest.mark.locked
@pytest.mark.parametrize("lock", ["requirements-docs.txt", "requirements-examples.txt"])
def test_the_suite_runs_on_exactly_the_locked_versions(lock: str) -> None:
    for one in requirements(ROOT / lock):
        installed = importlib.metadata.version(one.name)
        assert one.specifier.contains(installed, prereleases=True), (
            f"{lock} has {one}, but {installed} is installed: run the suite by "
            "`python3 -m nox -s tests`, which makes its environment from the locks"
        )


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_all_that_its_in_file_asks_for(lock: str) -> None:
    pinned = {one.name: one.specifier for one in requirements(ROOT / lock)}
    for one in requirements((ROOT / lock).with_suffix(".in")):
        cure = f"{lock} is older than {Path(lock).stem}.in: run `python3 -m nox -s lock`"
        assert one.name in pinned, cure
        (version,) = (clause.version for clause in pinned[one.name])
        assert one.specifier.contains(version, prereleases=True), cure


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_line_for_every_machine(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert Requirement(line).specifier, line
        assert str(Requirement(line).specifier).startswith("=="), line
    assert "://" not in text  # where packages come from is the reader's setting, not ours


def test_django_stays_on_the_long_term_release() -> None:
    (django,) = (r for r in requirements(ROOT / "requirements-examples.txt") if r.name == "django")
    assert str(django.specifier).startswith("==5.2.")

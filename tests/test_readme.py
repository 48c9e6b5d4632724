"""What README.rst says of the repository is so."""

from __future__ import annotations

import re
from pathlib import Path

import docutils.core
import pytest
import tree

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.rst").read_text("utf-8")
NOXFILE = (ROOT / "noxfile.py").read_text("utf-8")


def test_it_renders_without_a_warning() -> None:
    docutils.core.publish_string(
        README,
        writer="html5",
        settings_overrides={"report_level": 1, "halt_level": 2, "_disable_config": True},
    )


def test_it_fits_on_two_screens() -> None:
    lines = README.splitlines()
    assert len(lines) <= 100
    assert max(map(len, lines)) <= 100


def test_every_session_it_names_exists() -> None:
    named = set(re.findall(r"nox -s ([a-z]+)", README))
    assert {"tests", "week", "live", "lint"} <= named
    assert named <= set(re.findall(r"(?m)^def (\w+)\(session", NOXFILE))


def map_of_the_repository() -> list[str]:
    """Return the paths at the start of the lines of the map."""
    table = README.partition("Where things are")[2].partition("How to follow")[0]
    return re.findall(r"(?m)^``([^`]+)``", table)


def test_every_path_of_the_map_exists() -> None:
    paths = map_of_the_repository()
    assert len(paths) >= 6
    for path in paths:
        assert list(ROOT.glob(path.rstrip("/"))), f"README.rst names {path}, which is not there"


def test_the_map_leaves_out_nothing_at_the_top() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tree.files(ROOT)}
    named = {
        found.name for path in map_of_the_repository() for found in ROOT.glob(path.split("/")[0])
    }
    elsewhere = {"README.rst", "LICENSE", "LICENSE-docs"}
    assert {name for name in top if not name.startswith(".")} - named == elsewhere


def test_the_outputs_it_names_are_those_that_nox_makes() -> None:
    for name in ["index.html", "python-frameworks-one-week-at-a-time"]:
        assert name in NOXFILE
    for path in [
        "build/html/index.html",
        "build/pdf/python-frameworks-one-week-at-a-time.pdf",
        "build/epub/python-frameworks-one-week-at-a-time.epub",
    ]:
        assert path in README


@pytest.mark.parametrize("name", ["LICENSE", "LICENSE-docs"])
def test_the_licences_are_there_whole(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert name in README
    ends = {
        "LICENSE": ("MIT License", "SOFTWARE."),
        "LICENSE-docs": ("Attribution 4.0 International", "contacted at creativecommons.org."),
    }
    first, last = ends[name]
    assert text.startswith(first)
    assert text.rstrip().endswith(last)

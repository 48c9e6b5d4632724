"""docs/_ext/edition.py: the date of the book is that of its last commit."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import edition
import pytest


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "1767225600 +0000")
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], [*who, "commit", "-q", "--allow-empty", "-m", "one"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def test_time_of_the_last_commit(repository: Path) -> None:
    assert edition.commit_time(repository) == "1767225600"


def test_outside_a_repository_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert edition.commit_time(tmp_path) is None


def test_without_git_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert edition.commit_time(tmp_path) is None


@pytest.mark.parametrize(("given", "wanted"), [(None, "1767225600"), ("5", "5")])
def test_date_that_is_set_stays(
    repository: Path, monkeypatch: pytest.MonkeyPatch, given: str | None, wanted: str
) -> None:
    monkeypatch.setattr(os, "environ", {**os.environ})
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    if given:
        os.environ["SOURCE_DATE_EPOCH"] = given
    edition.fix_date(repository)
    assert os.environ["SOURCE_DATE_EPOCH"] == wanted

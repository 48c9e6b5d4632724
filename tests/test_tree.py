"""The rules of the tree find what they forbid, with file and line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import tree


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("See https://pypi" + ".org/project/flask.", "call it PyPI"),
        ("curl https://files.python" + "hosted.org/x", "call it PyPI"),
        ("cd /home" + "/ada/book", "write it relative"),
        ("File " + '"/ro' + 'ot/app.py", line 3', "write it relative"),
        ("One thing \N{EM DASH} another", "use a comma"),
    ],
)
def test_a_forbidden_line_is_named_with_its_cure(tmp_path: Path, line: str, cure: str) -> None:
    page = tmp_path / "docs" / "page.rst"
    page.parent.mkdir()
    page.write_text(f"Fine.\n{line}\n", encoding="utf-8")
    (message,) = tree.problems(page, tmp_path)
    assert message.startswith("docs/page.rst:2: ")
    assert cure in message


@pytest.mark.parametrize(
    "line",
    ["/home/you/week02/app.py", "lib/work/x", "https://example.org/root/x", "PyPI, npm", "a - b"],
)
def test_what_only_looks_alike_is_allowed(tmp_path: Path, line: str) -> None:
    page = tmp_path / "page.rst"
    page.write_text(line, encoding="utf-8")
    assert tree.problems(page, tmp_path) == []


def test_what_a_test_feeds_in_may_have_an_em_dash(tmp_path: Path) -> None:
    case = tmp_path / "tests" / "case.rst"
    case.parent.mkdir()
    case.write_text("a \N{EM DASH} b", encoding="utf-8")
    assert tree.problems(case, tmp_path) == []


def test_new_files_count_and_ignored_ones_do_not(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for name in ["new.txt", "build.txt", "kept.txt"]:
        (tmp_path / name).touch()
    (tmp_path / ".gitignore").write_text("build.txt\n", encoding="utf-8")
    subprocess.run(["git", "add", "kept.txt"], cwd=tmp_path, check=True)
    assert {path.name for path in tree.files(tmp_path)} == {".gitignore", "kept.txt", "new.txt"}


def test_a_picture_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "mark.png").write_bytes(b"\x89PNG\xff")
    assert tree.problems(tmp_path / "mark.png", tmp_path) == []

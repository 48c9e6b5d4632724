"""docs/exceptions.toml: what it allows, and what each mistake says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import exceptions
import pytest
from exceptions import Exceptions, ExceptionsError

GOOD = """\
[limits]
typed = 2

[[exception]]
kind = "unshown"
where = "examples/week02_sockets/steps/data.bin"
reason = "the text names its four bytes"

[[exception]]
kind = "typed"
where = "docs/contributing/"
reason = "shows directives"

[[exception]]
kind = "untested"
where = "examples/week02_sockets/steps/one.py:handle"
reason = "pseudocode"
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Exceptions]:
    """Return a function that reads exceptions from a text."""

    def run(text: str) -> Exceptions:
        path = tmp_path / "exceptions.toml"
        path.write_text(text, encoding="utf-8")
        return exceptions.load(path)

    return run


def test_a_file_a_folder_and_a_name(load):
    found = load(GOOD)
    assert found.limit("typed") == 2
    step = "examples/week02_sockets/steps/"
    assert found.find("unshown", f"{step}data.bin").line == 4
    assert found.find("unshown", f"{step}data.bin.txt") is None
    assert found.find("typed", f"{step}data.bin") is None
    assert found.find("typed", "docs/contributing/a/b.md").where == "docs/contributing/"
    assert found.find("typed", "docs/contributing.md") is None
    assert found.find("untested", f"{step}one.py", "handle").name == "handle"
    assert found.find("untested", f"{step}one.py", "other") is None
    assert found.find("untested", f"{step}one.py") is None


def test_what_nothing_uses_is_stale(load):
    found = load(GOOD)
    used = [found.entries[0]]
    assert found.stale(["unshown", "typed"], used) == [found.entries[1]]
    assert found.stale(["unshown"], used) == []


def test_a_tree_without_the_file_has_no_exceptions(tmp_path):
    found = exceptions.load(tmp_path / "exceptions.toml")
    assert found.entries == ()
    assert found.limit("typed") == 0


def test_it_is_read_again_when_it_changes(load):
    assert load("[limits]\ntyped = 1\n").limit("typed") == 1
    assert load("[limits]\ntyped = 10\n").limit("typed") == 10


ENTRY = '[[exception]]\nkind = "typed"\nwhere = "a"\nreason = "b"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[limits\n", r"docs/exceptions\.toml: not valid TOML: .*line 1"),
        ("[limit]\n", r"`limit` is unknown here; use \[limits\] and \[\[exception\]\]"),
        ("[limits]\nlong = 1\n", r"limit `long` is unknown; use one of typed"),
        ("[limits]\ntyped = -1\n", r"typed = -1 in \[limits\] must be a count from 0"),
        ("[limits]\ntyped = true\n", r"typed = True in \[limits\] must be a count"),
        (ENTRY + ENTRY.replace('"b"', '" "'), r'toml:5: an exception needs reason = "..."'),
        (ENTRY.replace("where", "place"), r'toml:1: an exception needs where = "..."'),
        (ENTRY + "why = 1\n", r"toml:1: `why` is unknown; use kind, where and reason"),
        (
            ENTRY.replace("typed", "tipped"),
            r'toml:1: kind "tipped" is unknown; use one of typed, u',
        ),
        (ENTRY + ENTRY, r"toml:5: a stands here twice; remove one"),
    ],
)
def test_mistakes(load, text, message):
    with pytest.raises(ExceptionsError, match=message):
        load(text)


def test_the_file_of_the_book_can_be_read():
    file = Path(__file__).parent.parent / "docs" / "exceptions.toml"
    assert exceptions.load(file).find("typed", "docs/contributing/listings.md")

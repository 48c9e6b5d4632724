"""The catalogue of broken applications: what is wrong with each, and who has to notice.

Each is a small change of an application that is right. Those that break a rule of level L3 are in
the file ``L3.toml`` beside this one; docs/reference/broken.rst says what the keys mean.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from contract.applications import RULES, SERVERS

HERE = Path(__file__).parent
SUITE = HERE.parent / "suite"

_contract = tomllib.loads(RULES.read_text(encoding="utf-8"))
_LEVELS = [level["id"] for level in _contract["level"]]
_RULES = [rule["id"] for rule in _contract["rule"]]
_KEYS = {
    "id": "a name of small letters, digits and -",
    "wrong": "a sentence that says what was done wrong",
    "application": "the name of an application, such as flask",
    "rule": "the number of the rule that is broken",
    "caught": "a list of tests, such as test_l1_pages.py::test_root",
    "still": "a list of tests that pass all the same",
    "change": "one or more tables with file, old and new, or with file and new",
}
_MORE = {
    "also": "a table of further rules or levels, each with the reason it breaks",
    "server": f"one of {', '.join(SERVERS)}",
    "tables": "true, if the change is of the tables or of what is loaded",
}


class CatalogueError(ValueError):
    """An entry of the catalogue cannot be used. The text names file, line and cure."""


@dataclass(frozen=True)
class Change:
    """A text of a file that is replaced by another; without ``old`` the file is new."""

    file: str
    new: str
    old: str = ""


@dataclass(frozen=True)
class Broken:
    """A broken application."""

    id: str
    wrong: str
    application: str
    rule: str
    caught: tuple[str, ...]
    """The tests that are meant to notice; one without a case in [] stands for all its cases."""
    still: tuple[str, ...]
    """Tests that are close to those and must pass."""
    changes: tuple[Change, ...]
    place: str
    """File and line of the entry, for messages."""
    also: Mapping[str, str] = field(default_factory=dict)
    """Further rules, or all of a level, that the same change breaks, with the reason."""
    server: str = "development"
    tables: bool = False
    """Whether the data set must be loaded anew, for the change is of what is loaded."""

    @property
    def digest(self) -> str:
        """A text that differs when the changes do."""
        return sha256(repr(self.changes).encode()).hexdigest()[:12]

    def expects(self, rule: str) -> bool:
        """Tell whether ``rule`` is one that this application is said to break."""
        return bool({rule, rule.partition(".")[0]} & {self.rule, *self.also})


def read(folder: Path = HERE) -> list[Broken]:
    """Return the broken applications of the catalogue, by level, as they stand in its files.

    Raises CatalogueError for the first entry that cannot be used.
    """
    found: dict[str, Broken] = {}
    for path in sorted(folder.glob("*.toml")):
        for broken in _read_file(path):
            if other := found.get(broken.id):
                raise CatalogueError(
                    f"{broken.place}: the id {broken.id} is taken by {other.place}: "
                    "choose another"
                )
            found[broken.id] = broken
    return list(found.values())


def find(names: list[str], folder: Path = HERE) -> list[Broken]:
    """Return those called ``names``, all if there are none; raise CatalogueError."""
    known = {broken.id: broken for broken in read(folder)}
    for name in names:
        if name not in known:
            raise CatalogueError(
                f"there is no broken application {name!r}: take one of {', '.join(known)}"
            )
    return [known[name] for name in names or known]


def _read_file(path: Path) -> list[Broken]:
    text = path.read_text(encoding="utf-8")
    try:
        entries = tomllib.loads(text)["broken"]
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path}: no TOML: {error}: mend that place") from None
    except KeyError:
        raise CatalogueError(f"{path}: there is no [[broken]]: add one") from None
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line == "[[broken]]"]
    return [
        _checked(entry, f"{path}:{line}", path.stem)
        for entry, line in zip(entries, lines, strict=True)
    ]


def _checked(entry: dict, place: str, level: str) -> Broken:
    """Return one entry, or raise CatalogueError with ``place``."""
    for key in [*_KEYS, *entry]:
        if key not in entry:
            raise CatalogueError(f"{place}: {key} is missing: give {_KEYS[key]}")
        if key not in _KEYS | _MORE:
            raise CatalogueError(
                f"{place}: {key} is no key: use {', '.join(_KEYS | _MORE)}"
            )
        if not _usable(key, entry[key], level):
            raise CatalogueError(
                f"{place}: {key} = {entry[key]!r} cannot be used: "
                f"give {(_KEYS | _MORE)[key]}"
            )
    if entry["rule"].partition(".")[0] != level:
        raise CatalogueError(
            f"{place}: the rule {entry['rule']} is not of this file: "
            f"move the entry to {entry['rule'].partition('.')[0]}.toml"
        )
    for test in [*entry["caught"], *entry["still"]]:
        if not _is_test(test):
            raise CatalogueError(
                f"{place}: the suite has no test {test}: name one that is there"
            )
    values = {key: entry[key] for key in entry.keys() - {"change", "caught", "still"}}
    return Broken(
        **values,
        caught=tuple(entry["caught"]),
        still=tuple(entry["still"]),
        changes=tuple(Change(**change) for change in entry["change"]),
        place=place,
    )


def _usable(key: str, value: object, level: str) -> bool:
    """Tell whether ``value`` is what _KEYS and _MORE say of ``key``."""
    match key:
        case "id":
            return isinstance(value, str) and bool(re.fullmatch("[a-z0-9-]+", value))
        case "rule":
            return value in _RULES
        case "caught" | "still":
            return isinstance(value, list) and bool(value) and all(map(_is_text, value))
        case "change":
            return isinstance(value, list) and bool(value) and all(map(_change, value))
        case "also":
            known = {*_LEVELS, *_RULES}
            return isinstance(value, dict) and value.keys() <= known
        case "server":
            return value in SERVERS
        case "tables":
            return value is True
    return _is_text(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _change(value: object) -> bool:
    return (
        isinstance(value, dict)
        and {"file", "new"} <= value.keys() <= {"file", "old", "new"}
        and all(isinstance(text, str) for text in value.values())
    )


def _is_test(test: str) -> bool:
    file, _, name = test.partition("::")
    path = SUITE / file
    function = rf"^def {re.escape(name.partition('[')[0])}\("
    return path.is_file() and bool(
        re.search(function, path.read_text(encoding="utf-8"), re.MULTILINE)
    )

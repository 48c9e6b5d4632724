"""Read ``docs/exceptions.toml``: the counted list of places that may break a rule of the listings.

The file holds one table of limits and any number of exceptions::

    [limits]
    typed = 3

    [[exception]]
    kind = "unshown"
    where = "examples/week07_flask_first_app/steps/data.bin"
    reason = "four bytes; the text names them"

``where`` is ``path`` or ``path:name``. The path is relative to the root of the repository; one that
ends with ``/`` stands for everything below that folder. The name is a function, a class or a part
in the file. A checker asks with :meth:`Exceptions.find` and, when it has looked at everything,
reports what :meth:`Exceptions.stale` gives, so that an exception which nothing needs any more
cannot stay.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

KINDS = {
    "typed": "a page whose code is typed into it (checked by docs/_ext/listings.py)",
    "unshown": "a file of a week that no page shows (checked by docs/_ext/listings.py)",
    "untested": "shown code that no test runs (checked by examples/harness)",
    "pragma": "a line left out of the coverage count (checked by examples/harness)",
}
LIMITS = {"typed": "pieces of code that stand in a `typed` directive"}


class ExceptionsError(ValueError):
    """The file of exceptions is wrong; the text names file, line and cure."""


@dataclass(frozen=True)
class Entry:
    """One exception.

    ``path`` is relative to the repository, ``name`` an object or part in it or None, ``line`` the
    line of its ``[[exception]]`` in the file (0 where it could not be told).
    """

    kind: str
    path: str
    name: str | None
    reason: str
    line: int

    @property
    def where(self) -> str:
        """Return path and name as the file writes them."""
        return self.path if self.name is None else f"{self.path}:{self.name}"

    def covers(self, kind: str, path: str, name: str | None = None) -> bool:
        """Tell whether this exception is meant for ``name`` in the file ``path``."""
        if kind != self.kind or (self.name is not None and name != self.name):
            return False
        return path == self.path or (self.path.endswith("/") and path.startswith(self.path))


@dataclass(frozen=True)
class Exceptions:
    """All exceptions and limits of one file; ``limits_line`` is the line of ``[limits]``."""

    file: str
    entries: tuple[Entry, ...]
    limits: dict[str, int]
    limits_line: int = 1

    def find(self, kind: str, path: str, name: str | None = None) -> Entry | None:
        """Return the exception that covers ``name`` in ``path``, or None."""
        return next((e for e in self.entries if e.covers(kind, path, name)), None)

    def limit(self, name: str) -> int:
        """Return the limit called ``name``; one that is not in the file is 0."""
        return self.limits.get(name, 0)

    def stale(self, kinds: Collection[str], used: Iterable[Entry]) -> list[Entry]:
        """Return the exceptions of these ``kinds`` that are not among the ``used`` ones."""
        needed = set(used)
        return [e for e in self.entries if e.kind in kinds and e not in needed]


def load(file: Path, label: str = "docs/exceptions.toml") -> Exceptions:
    """Read the exceptions in ``file``; a file that does not exist has none.

    :param label: how the file is called in messages
    :raises ExceptionsError: the file is no TOML, or an entry is not complete, unknown or repeated
    """
    try:
        status = file.stat()
    except FileNotFoundError:
        return Exceptions(label, (), {})
    return _load(file, label, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _load(file: Path, label: str, _mtime: int, _size: int) -> Exceptions:
    text = file.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ExceptionsError(f"{label}: not valid TOML: {error}") from None
    if unknown := sorted(set(data) - {"limits", "exception"}):
        raise ExceptionsError(
            f"{label}: `{unknown[0]}` is unknown here; use [limits] and [[exception]]"
        )
    lines = [line.strip() for line in text.splitlines()]
    heads = [number for number, line in enumerate(lines, 1) if line == "[[exception]]"]
    limits_line = lines.index("[limits]") + 1 if "[limits]" in lines else 1
    entries: list[Entry] = []
    for index, table in enumerate(data.get("exception", [])):
        line = heads[index] if index < len(heads) else 0
        entry = _entry(f"{label}:{line}", table, line)
        if any((e.kind, e.where) == (entry.kind, entry.where) for e in entries):
            raise ExceptionsError(f"{label}:{line}: {entry.where} stands here twice; remove one")
        entries.append(entry)
    return Exceptions(label, tuple(entries), _limits(label, data.get("limits", {})), limits_line)


def _entry(place: str, table: dict[str, object], line: int) -> Entry:
    for key in ("kind", "where", "reason"):
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise ExceptionsError(f'{place}: an exception needs {key} = "..."')
    if unknown := sorted(set(table) - {"kind", "where", "reason"}):
        raise ExceptionsError(f"{place}: `{unknown[0]}` is unknown; use kind, where and reason")
    kind = str(table["kind"])
    if kind not in KINDS:
        raise ExceptionsError(f'{place}: kind "{kind}" is unknown; use one of {", ".join(KINDS)}')
    path, _, name = str(table["where"]).partition(":")
    return Entry(kind, path, name or None, str(table["reason"]), line)


def _limits(label: str, table: dict[str, object]) -> dict[str, int]:
    for key, value in table.items():
        if key not in LIMITS:
            raise ExceptionsError(
                f"{label}: limit `{key}` is unknown; use one of {', '.join(LIMITS)}"
            )
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ExceptionsError(f"{label}: {key} = {value!r} in [limits] must be a count from 0")
    return {key: int(str(value)) for key, value in table.items()}

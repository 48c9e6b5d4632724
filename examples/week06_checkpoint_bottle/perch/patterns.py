"""Patterns of paths: ``/sightings/{id:int}`` or ``/places/{path:path}``."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote


class Kind(NamedTuple):
    """What a parameter stands for. One of a larger width matches all of a smaller."""

    width: int
    expression: str
    convert: Callable[[str], Any]


KINDS = {
    # 18 digits fit into 64 bits, as databases need. U+FFFD stands for what was no text.
    "int": Kind(1, "0|[1-9][0-9]{0,17}", int),
    "str": Kind(2, "[^/\ufffd]+", str),
    "path": Kind(3, "[^\ufffd]+", str),
}


class PatternError(Exception):
    """A pattern that cannot be read, and how to mend it."""


class Segment(NamedTuple):
    """What stands between two slashes: a text, or a parameter with name and kind."""

    text: str
    name: str = ""
    kind: Kind | None = None

    @classmethod
    def parse(cls, text: str) -> "Segment":
        """Read ``{id:int}``, ``{name}`` or a text; raise PatternError."""
        if "{" not in text and "}" not in text:
            return cls(text)
        found = re.fullmatch(r"\{([a-z]\w*)(?::(\w+))?\}", text)
        if found is None:
            raise PatternError(
                f"{text!r} is no parameter: write {{name}} or {{name:kind}}"
            )
        name, kind = found[1], found[2] or "str"
        if name in ("request", "self"):
            raise PatternError(f"{text}: every handler has {name} already: rename it")
        if kind not in KINDS:
            raise PatternError(
                f"{text} has an unknown kind: use one of {', '.join(KINDS)}"
            )
        return cls(text, name, KINDS[kind])

    @property
    def expression(self) -> str:
        """The regular expression of what it matches."""
        if self.kind is None:
            return re.escape(self.text)
        return f"(?P<{self.name}>{self.kind.expression})"

    def covers(self, other: "Segment") -> bool:
        """Tell whether this one matches all that ``other`` matches."""
        if self.kind is None:
            return other.kind is None and self.text == other.text
        if other.kind is None:
            return re.fullmatch(self.kind.expression, other.text) is not None
        return self.kind.width >= other.kind.width

    def fill(self, values: Mapping[str, object]) -> str:
        """Return the text that ``values`` give; raise ValueError if they do not fit."""
        if self.kind is None:
            return quote(self.text)
        value = str(values[self.name])
        if re.fullmatch(self.kind.expression, value) is None or _leads_away(value):
            raise ValueError(f"{self.text} cannot be {value!r}")
        return quote(value)


class Pattern:
    """A pattern that was read: it matches paths, is compared, and makes paths."""

    def __init__(self, text: str) -> None:
        if not text.startswith("/"):
            raise PatternError(f"{text!r} does not begin with a slash: write '/{text}'")
        self.text = text
        self.segments = [Segment.parse(part) for part in text[1:].split("/")]
        if any(segment.kind is KINDS["path"] for segment in self.segments[:-1]):
            raise PatternError(f"{text}: a path takes all that follows, so put it last")
        names = [segment.name for segment in self.segments if segment.name]
        if len(set(names)) < len(names):
            raise PatternError(f"{text} has two parameters of one name: rename one")
        self.kinds = {each.name: each.kind for each in self.segments if each.kind}
        expression = "/".join(segment.expression for segment in self.segments)
        self._expression = re.compile(f"/{expression}")

    def __str__(self) -> str:
        return self.text

    def match(self, path: str) -> dict[str, Any] | None:
        """Return the parameters that ``path`` has, converted, or None if it differs."""
        found = self._expression.fullmatch(path)
        if found is None:
            return None
        return {name: kind.convert(found[name]) for name, kind in self.kinds.items()}

    def covers(self, other: "Pattern") -> bool:
        """Tell whether this pattern matches every path that ``other`` matches."""
        mine, theirs = self.segments, other.segments
        if mine[-1].kind is KINDS["path"]:
            theirs = theirs[: len(mine)]
        return len(mine) == len(theirs) and all(map(Segment.covers, mine, theirs))

    def fill(self, values: Mapping[str, object]) -> str:
        """Return the path that ``values`` give; raise ValueError if they do not fit."""
        if values.keys() != self.kinds.keys():
            wanted = ", ".join(self.kinds) or "no parameters"
            given = ", ".join(values) or "none"
            raise ValueError(f"{self.text} takes {wanted}, not {given}")
        return "/" + "/".join(segment.fill(values) for segment in self.segments)


def _leads_away(value: str) -> bool:
    """Tell whether a browser would read a path with this value as another path.

    It resolves ``..`` before it asks, and takes what follows ``//`` for a host.
    """
    return value.startswith("/") or not {".", ".."}.isdisjoint(value.split("/"))

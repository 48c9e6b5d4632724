"""Cutting the source of a template into pieces."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from perch.template_parts import TemplateError

TOKEN = re.compile(r"(\{\{.*?(?:\}\}|\Z)|\{%.*?(?:%\}|\Z))", re.DOTALL)
CLOSING = {"{{": "}}", "{%": "%}"}


class Token(NamedTuple):
    """A piece of a template's source, and where it stands."""

    source: str
    place: str

    @property
    def inside(self) -> str:
        """What stands between the braces."""
        return " ".join(self.source[2:-2].split())


def tokens(name: str, source: str) -> Iterator[Token]:
    """Cut a template into texts, ``{{ expressions }}`` and ``{% tags %}``."""
    line = 1
    for piece in filter(None, TOKEN.split(source)):
        token = Token(piece, f"{name}:{line}")
        if not piece.endswith(CLOSING.get(piece[:2], "")):
            raise TemplateError(
                f"{token.place}: {piece.splitlines()[0]!r} is not closed"
            )
        yield token
        line += piece.count("\n")

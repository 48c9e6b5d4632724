"""Colouring code with Pygments, for Typst: one pass of the lexer for each block.

A block becomes lines, a line becomes pieces: a plain string, or a pair of a style's name and a string. The styles
are the distinct looks of the Pygments style, named ``a``, ``b``, ... and defined once at the head of the file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from pygments.formatter import Formatter
from pygments.style import Style
from pygments.token import Token, _TokenType
from sphinx.highlighting import PygmentsBridge

from .markup import array, string

Look = tuple[str, bool, bool]


def columns(text: str) -> int:
    """Return how many columns of a typewriter ``text`` takes: wide East Asian characters take two."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)


@dataclass
class Palette:
    """The looks of a Pygments style, each under a short name, in the order they are met."""

    style: type[Style]
    names: dict[Look, str] = field(default_factory=dict)
    _known: dict[_TokenType, str] = field(default_factory=dict)

    def name(self, token: _TokenType) -> str:
        """Return the name of the look of ``token``; an empty one for plain text."""
        known = self._known.get(token)
        if known is None:
            found = self.style.style_for_token(token)
            look = (found["color"] or "", bool(found["bold"]), bool(found["italic"]))
            plain = self.style.style_for_token(Token)
            base = (plain["color"] or "", bool(plain["bold"]), bool(plain["italic"]))
            known = "" if look == base else self.names.setdefault(look, f"s{len(self.names)}")
            self._known[token] = known
        return known

    def typst(self) -> str:
        """Return the looks met so far as a Typst dictionary of functions."""
        looks = []
        for (color, bold, italic), name in self.names.items():
            settings = []
            if color:
                settings.append(f'fill: rgb("#{color}")')
            if bold:
                settings.append('weight: "bold"')
            if italic:
                settings.append('style: "italic"')
            looks.append(f"  {name}: text.with({', '.join(settings)}),\n")
        return "(\n" + "".join(looks) + ")" if looks else "(:)"


class _Lines(Formatter):
    """A formatter that writes a Typst array of lines, each line of the array on a line of its own."""

    def __init__(self, palette: Palette, **options: Any) -> None:
        super().__init__(style=palette.style, **options)
        self.palette = palette

    def format(self, tokensource: Iterable[tuple[_TokenType, str]], outfile: StringIO) -> None:
        """Write the lines of ``tokensource`` to ``outfile``; neighbours of one look are one piece."""
        lines: list[list[tuple[str, str]]] = [[]]
        for token, text in tokensource:
            look = self.palette.name(token)
            for number, piece in enumerate(text.split("\n")):
                if number:
                    lines.append([])
                if not piece:
                    continue
                line = lines[-1]
                if line and (line[-1][0] == look or piece.isspace()):
                    line[-1] = (line[-1][0], line[-1][1] + piece)
                else:
                    line.append((look, piece))
        if not lines[-1]:
            lines.pop()
        for line in lines:
            pieces = [array([string(n), string(t)]) if n else string(t) for n, t in line]
            outfile.write(array(pieces) + ",\n")


class Highlighter(PygmentsBridge):
    """Sphinx's bridge to Pygments (its choice of lexer, its warnings), writing for Typst."""

    def __init__(self, stylename: str) -> None:
        super().__init__("html", stylename)
        self.palette = Palette(self.get_style(stylename))

    def get_formatter(self, **kwargs: Any) -> Formatter:
        """Return the formatter; Sphinx's own arguments for HTML are not needed."""
        return _Lines(self.palette)

"""Colouring code with Pygments, for Typst: one pass of the lexer for each block.

A block becomes lines, a line becomes pieces: a plain string, or a pair of a style's name and a string. The styles
are the distinct looks of the Pygments style, named ``a``, ``b``, ... and defined once at the head of the file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from typing import Any

from pygments.formatter import Formatter
from pygments.style import Style
from pygments.token import Token, _TokenType
from sphinx.highlighting import PygmentsBridge

from .markup import array, string

Look = tuple[str, bool, bool]
GROUND, CONTRAST = "fff1c2", 7.05  # of a marked line in the design; WCAG 2.2 asks for 7 (AAA)
#: The look of a prompt, whatever the style says: the design has a function of that name.
PROMPT: Look = ("prompt", False, False)


def columns(text: str) -> int:
    """Return how many columns of a typewriter ``text`` takes: wide East Asian characters take two."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)


def luminance(color: str) -> float:
    """Return the relative luminance of ``rrggbb``: 0 for black, 1 for white (WCAG 2.2, "relative luminance")."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def for_print(color: str) -> str:
    """Return ``color`` (``rrggbb``), made darker until it has a contrast of 7:1 on the darkest ground of code.

    A style for a page made of light, with less contrast or for a dark page, so keeps its meaning on paper.
    """
    parts = [int(color[i : i + 2], 16) for i in (0, 2, 4)]
    for percent in range(100, 0, -2):
        darker = "".join(f"{part * percent // 100:02x}" for part in parts)
        if (luminance(GROUND) + 0.05) / (luminance(darker) + 0.05) >= CONTRAST:
            return darker
    return "000000"


@dataclass
class Palette:
    """The looks of a Pygments style, each under a short name, in the order they are met."""

    style: type[Style]
    names: dict[Look, str] = field(default_factory=dict)
    _known: dict[_TokenType, str] = field(default_factory=dict)

    @cached_property
    def kinds(self) -> set[_TokenType]:
        """The kinds of token that the style has a look for."""
        return {kind for kind, _look in self.style}

    def name(self, token: _TokenType) -> str:
        """Return the name of the look of ``token``; an empty one for plain text."""
        known = self._known.get(token)
        if known is None:
            kind = token
            # A lexer may have kinds of its own, below those of a style.
            while kind not in self.kinds:
                kind = kind.parent
            found = self.style.style_for_token(kind)
            look = (found["color"] or "", bool(found["bold"]), bool(found["italic"]))
            if token in Token.Generic.Prompt:
                look = PROMPT
            plain = self.style.style_for_token(Token)
            base = (plain["color"] or "", bool(plain["bold"]), bool(plain["italic"]))
            if look == base:
                known = ""
            else:
                new = "prompt" if look == PROMPT else f"s{len(self.names)}"
                known = self.names.setdefault(look, new)
            self._known[token] = known
        return known

    def typst(self) -> str:
        """Return the looks met so far as a Typst dictionary of functions."""
        looks = []
        for look, name in self.names.items():
            if look == PROMPT:
                continue  # the design knows it
            color, bold, italic = look
            settings = []
            if color:
                settings.append(f'fill: rgb("#{for_print(color)}")')
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
                if line and (line[-1][0] == look or (piece.isspace() and line[-1][0] != "prompt")):
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

"""What the compiler says, said again about the sources of the book."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

# A diagnostic begins with "error: ..." or "warning: ..."; the place follows after a box-drawing character.
_DIAGNOSTIC = re.compile(r"^(error|warning): (.*?)$", re.M)
_POSITION = re.compile(r"┌─ (.+?):(\d+):(\d+)")
_HINT = re.compile(r"= hint: (.*)")
_GLYPH = re.compile(r'the text [`"]*(.+?)[`"]* could not be displayed with font [`"]*(.+?)[`"]*$')
_PLACE = re.compile(r"^// @(.*):(\d+)$")
SHOWN = 10


class TypstBookError(SystemExit):
    """The compiler refused the book; the text names the places in the sources.

    It ends the program with its text alone. Of an error of its own, Sphinx prints a traceback as well, and asks
    for a report to its developers; but this is about a page of the book.
    """


def explain(diagnostic: str, source: Path, srcdir: Path) -> str:
    """Return the compiler's ``diagnostic`` about ``source`` with the places in ``srcdir`` it came from."""
    lines = source.read_text(encoding="utf-8").split("\n")
    found: list[str] = []
    starts = [m.start() for m in _DIAGNOSTIC.finditer(diagnostic)]
    for start, end in zip(starts, [*starts[1:], len(diagnostic)], strict=True):
        said = _one(diagnostic[start:end], lines, source, Path(srcdir))
        if said not in found:
            found.append(said)
    if not found:
        return diagnostic.strip()
    more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return "\n".join(found[:SHOWN] + more)


def _one(text: str, lines: list[str], source: Path, srcdir: Path) -> str:
    """Return one diagnostic in one line."""
    match = _DIAGNOSTIC.match(text)
    message = match.group(2).strip() if match else text.strip()
    hints = "; ".join(_HINT.findall(text))
    position = _POSITION.search(text)
    number = None
    if position and Path(position.group(1)).name == source.name:
        number = int(position.group(2))
    elif position:  # an image, say: the place that names it
        number = _first(lines, f'/{Path(position.group(1)).name}"')
    glyph = _GLYPH.search(message)
    if glyph:
        return _missing_glyph(glyph.group(1), glyph.group(2), number, lines, srcdir)
    where = f"{position.group(1)}:{position.group(2)}" if position else source.name
    if number:
        place = place_of(lines, number)
        where = f"{srcdir / place[0]}:{place[1]}" if place else where
        where += f" ({source.name}:{number})"
    return f"{where}: {message}" + (f" ({hints})" if hints else "")


def _missing_glyph(text: str, font: str, number: int | None, lines: list[str], srcdir: Path) -> str:
    """Return the message for ``text`` that no font can show, found in the sources themselves if possible."""
    if number is None:
        # The design made the text from a string: look for the string.
        number = _first(lines, text)
    names = ", ".join(
        f"{c!r} (U+{ord(c):04X} {unicodedata.name(c, 'without a name')})"
        for c in dict.fromkeys(text)
    )
    place = place_of(lines, number) if number else None
    where = "in the book's title or settings"
    if place:
        where = f"{srcdir / place[0]}:{_line_with(srcdir / place[0], place[1], text)}"
    return (
        f"{where}: no font has {names}; {font} was tried last. Write it otherwise, name a font that has it in "
        "typst_font_paths and the design, or what to write for it in typst_substitutes"
    )


def _first(lines: list[str], text: str) -> int | None:
    """Return the number of the first line of the Typst file that holds ``text``, apart from comments."""
    return next(
        (n for n, line in enumerate(lines, 1) if text in line and not _PLACE.match(line)), None
    )


def place_of(lines: list[str], number: int) -> tuple[str, int] | None:
    """Return the source and line that line ``number`` of the Typst file came from."""
    for line in reversed(lines[:number]):
        if match := _PLACE.match(line):
            return match.group(1), int(match.group(2))
    return None


def _line_with(path: Path, first: int, text: str) -> int:
    """Return the line of ``path``, from ``first`` on, that has ``text``; ``first`` if none has."""
    try:
        rest = path.read_text(encoding="utf-8").split("\n")[first - 1 :]
    except OSError:
        return first
    return next((first + n for n, line in enumerate(rest) if text in line), first)

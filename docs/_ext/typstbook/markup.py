"""Writing Typst: text, strings, labels and lengths.

The syntax is that of the Typst reference, "Syntax" and "Markup": https://typst.app/docs/reference/syntax/
"""

from __future__ import annotations

import re

# Every character that can begin something in markup. Escaping one that begins nothing is harmless.
_SPECIAL = re.compile(r"[\\#$*_`<>@\[\]~'\"\-=+/]|\.(?=\.)|(?<=\d)[.)]|^[.)]|:(?=//)")
_SPACE = re.compile(r"[ \t\r\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def escape(text: str) -> str:
    """Return ``text`` as Typst markup that shows it as it is; runs of white space become one space."""
    text = _CONTROL.sub(" ", text)
    return _SPECIAL.sub(lambda m: "\\" + m.group(), _SPACE.sub(" ", text))


def string(text: str) -> str:
    r"""Return ``text`` as a Typst string, with its quotes; line ends and tabs as ``\n`` and ``\t``."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return '"' + _CONTROL.sub("", text) + '"'


def label(name: str) -> str:
    """Return the Typst expression for the label ``name``, which may hold any character."""
    return f"label({string(name)})"


# CSS, "Absolute lengths": 1in = 96px = 72pt. An image without a unit is in pixels, as docutils says.
_UNITS = {"": 0.75, "px": 0.75, "pt": 1, "in": 72, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12}
_UNITS |= {"q": 72 / 101.6}
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*([a-zA-Z%]*)\s*$")


def length(value: str | None) -> str | None:
    """Return a docutils length (``60%``, ``200px``, ``3cm``, ``5em``) in Typst's units, or None for none.

    Raises ValueError for anything else.
    """
    if not value:
        return None
    match = _LENGTH.match(value)
    unit = match.group(2).lower() if match else "?"
    if unit == "%":
        return f"{float(match.group(1)):g}%"
    if unit == "em":
        return f"{float(match.group(1)):g}em"
    if unit in ("ex", "ch"):
        return f"{float(match.group(1)) / 2:g}em"
    if unit not in _UNITS:
        raise ValueError(
            f"the length {value!r} has no known unit: use %, px, pt, mm, cm, in, pc or em"
        )
    return f"{float(match.group(1)) * _UNITS[unit]:g}pt"


def array(items: list[str]) -> str:
    """Return a Typst array of the expressions ``items``."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


def dictionary(items: dict[str, str]) -> str:
    """Return a Typst dictionary of names to expressions."""
    return "(" + (", ".join(f"{string(k)}: {v}" for k, v in items.items()) or ":") + ")"


def value(item: object) -> str:
    """Return a Python value (str, bool, int, float, None, list, dict) as a Typst one.

    Raises TypeError for any other type.
    """
    match item:
        case None:
            return "none"
        case bool():
            return "true" if item else "false"
        case int() | float():
            return repr(item)
        case str():
            return string(item)
        case list() | tuple():
            return array([value(i) for i in item])
        case dict():
            return dictionary({str(k): value(v) for k, v in item.items()})
    raise TypeError(f"{type(item).__name__} has no counterpart in Typst: use text, numbers, lists")

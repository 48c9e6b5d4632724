"""Contrast of two colours, by WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""

from __future__ import annotations


def channels(colour: str) -> tuple[int, ...]:
    """Return red, green and blue (0 to 255) of ``#rgb``, ``#rrggbb``, ``black`` or ``white``."""
    digits = {"black": "000", "white": "fff"}.get(colour, colour).removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    if len(digits) != 6:
        raise ValueError(f"{colour!r} is not an opaque colour such as #1a2b3c")
    return tuple(bytes.fromhex(digits))


def luminance(colour: str) -> float:
    """Return the relative luminance of ``colour``: 0 for black, 1 for white."""
    parts = [value / 255 for value in channels(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: 1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)

"""SVG files that can be read in light and in dark, each with the ground it is drawn for.

An EPUB shows a picture as an image, which knows nothing of the page's style. A reading system may darken the page
without telling the picture. So a picture brings its own ground, and both colours change together, when the system
says that the reader prefers dark.
"""

from __future__ import annotations

import re

_ROOT = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_BOX = re.compile(r'viewBox="\s*([-\d.]+)[\s,]+([-\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)\s*"')
_DARK = re.compile(r"@media \(prefers-color-scheme: ?dark\)\s*\{[^{}]*\{([^{}]*)\}")
_VARIABLE = re.compile(r"--([\w-]+):\s*([^;]+);")
_RULE = re.compile(r"\.picture (\.[\w-]+) \{([^{}]*)\}")
_USE = re.compile(r"var\(--([\w-]+)\)")
GROUND = ("#ffffff", "#131416")  # light, dark


def dark_rules(palette: str) -> str:
    """Return the rules for dark from ``palette``, the text of a style sheet for pictures in a page.

    Read are its variables for a system in dark (``@media (prefers-color-scheme: dark)``) and its rules
    ``.picture .name { ... }``. Raises ValueError if it has no variables, or uses one that is not there.
    """
    found = _DARK.search(palette)
    values = dict(_VARIABLE.findall(found[1])) if found else {}
    if not values:
        raise ValueError("it has no variables in `@media (prefers-color-scheme: dark)`")

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise ValueError(f"it uses --{match[1]}, which has no value for dark")
        return values[match[1]]

    return "".join(
        f"{name}{{{_USE.sub(value, body).strip()}}}" for name, body in _RULE.findall(palette)
    )


def with_ground(svg: str, dark: str) -> str:
    """Return ``svg`` with a ground behind it and the rules ``dark`` for a reader who prefers dark.

    A picture without a viewBox, or without one of the classes that ``dark`` knows, is returned as it is.
    """
    root, box = _ROOT.search(svg), _BOX.search(svg)
    names = set(re.findall(r"\.([\w-]+)\{", dark))
    used = {name for words in re.findall(r'class="([^"]*)"', svg) for name in words.split()}
    if not root or not box or not names & used:
        return svg
    x, y, width, height = box.groups()
    style = (
        f"<style>.ground{{fill:{GROUND[0]}}}@media (prefers-color-scheme:dark)"
        f"{{.ground{{fill:{GROUND[1]}}}{dark}}}</style>"
        f'<rect class="ground" x="{x}" y="{y}" width="{width}" height="{height}" fill="{GROUND[0]}"/>'
    )
    return svg[: root.end()] + style + svg[root.end() :]

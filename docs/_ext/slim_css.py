"""Style sheets without the rules that no page of the site can use.

The theme has rules for everything that Sphinx and twenty extensions can put on a page; this book uses half of them.
A rule goes if each of its selectors names a class or an id that stands in no page and in no script of the site. What
depends on state (``:hover``, attributes) or names elements only, stays. Runs at the end of each build over the whole
output folder, so that a page written in an earlier build counts too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

_Key = TypeVar("_Key")

_COMMENT = re.compile(
    r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^"')]*\))|/\*.*?\*/""", re.DOTALL
)
_NAMES = re.compile(r"""\b(?:class|id)=(?:"([^"]*)"|'([^']*)'|([\w-]+))""")
_WORDS = re.compile(r"[A-Za-z_][\w-]*")
_SELECTED = re.compile(r"[.#]([A-Za-z_][\w-]*)")
# Inside :not(...) a missing name keeps the rule; strings and attribute selectors hold no names of classes.
_NO_NAMES = re.compile(r""":not\([^()]*\)|\[[^\]]*\]|"[^"]*"|'[^']*'""")
_VARIABLE = re.compile(r"""(--[\w-]+)\s*:(?:[^;{}"']|"[^"]*"|'[^']*')*;?""")
_USE = re.compile(r"var\(\s*(--[\w-]+)")
# Blocks whose inside is rules again, and to which the same applies.
_NESTED = ("@media", "@supports", "@container", "@layer")


def without_comments(css: str) -> str:
    """Return ``css`` without comments and without the white space that begins and ends lines.

    Strings and ``url(...)`` are left alone. A licence comment (``/*! ... */``) stays.
    """

    def keep(match: re.Match[str]) -> str:
        return match[0] if match[1] or match[0].startswith("/*!") else ""

    lines = (line.strip() for line in _COMMENT.sub(keep, css).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def names_in_html(html: str) -> set[str]:
    """Return the classes and ids in a page."""
    return {name for groups in _NAMES.findall(html) for name in "".join(groups).split()}


def names_in_script(script: str) -> set[str]:
    """Return every word of a script: any of them may be a class that it sets."""
    return set(_WORDS.findall(script))


def blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """Cut ``css`` (without comments) into ``(what stands before {, what stands between { and })``.

    A statement without a block (``@import ...;``) is ``(statement, None)``. Raises :class:`ValueError` if the
    braces do not match.
    """
    start = position = 0
    while position < len(css):
        sign = css[position]
        if css.startswith("/*", position):  # a licence; without_comments leaves no other
            end = css.index("*/", position) + 2
            yield css[position:end], None
            start, position = end, end - 1
        elif sign in "\"'":
            position = _end_of_string(css, position)
        elif sign == ";":
            yield css[start : position + 1].strip(), None
            start = position + 1
        elif sign == "{":
            end = _end_of_block(css, position)
            yield css[start:position].strip(), css[position + 1 : end]
            start, position = end + 1, end
        elif sign == "}":
            raise ValueError(f"a }} without {{ after {css[start:position][-60:]!r}")
        position += 1
    if css[start:].strip():
        raise ValueError(f"the style sheet ends within {css[start:][:60]!r}")


def _end_of_string(css: str, start: int) -> int:
    position = start + 1
    while position < len(css) and css[position] != css[start]:
        position += 2 if css[position] == "\\" else 1
    return position


def _end_of_block(css: str, start: int) -> int:
    depth, position = 0, start
    while position < len(css):
        sign = css[position]
        if sign in "\"'":
            position = _end_of_string(css, position)
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return position
        position += 1
    raise ValueError(f"a {{ without }} after {css[:start][-60:]!r}")


def _selectors(text: str) -> list[str]:
    """Cut a list of selectors at its commas, except those in parentheses."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def usable(selector: str, used: set[str]) -> bool:
    """Return whether ``selector`` can match on a site where only the names in ``used`` occur."""
    if ":is(" in selector or ":where(" in selector or ":has(" in selector:
        return True
    return all(name in used for name in _SELECTED.findall(_NO_NAMES.sub("", selector)))


def without_unused_rules(css: str, used: Iterable[str]) -> str:
    """Return ``css`` (without comments) without the rules that cannot apply where only ``used`` names occur.

    Raises :class:`ValueError` if the braces in ``css`` do not match.
    """
    used, kept = set(used), []
    for head, body in blocks(css):
        if body is None:
            kept.append(head)
        elif head.startswith(_NESTED):
            if inside := without_unused_rules(body, used).strip():
                kept.append(f"{head}{{{inside}}}")
        elif head.startswith("@"):
            kept.append(f"{head}{{{body.strip()}}}")
        elif body.strip() and (left := [s for s in _selectors(head) if usable(s, used)]):
            kept.append(f"{','.join(left)}{{{body.strip()}}}")
    return "\n".join(kept) + "\n"


def uses_of_variables(text: str) -> list[str]:
    """Return the variables that ``text`` uses in ``var(...)``, with their two hyphens, each as often as used."""
    return _USE.findall(text)


def without_unused_variables(styles: Mapping[_Key, str], pages: str) -> dict[_Key, str]:
    """Return ``styles`` without the variables that neither they nor ``pages`` use, directly or through others.

    A variable that is named in a ``data:`` address or set by a script is not looked for: none here is.
    """
    left = dict(styles)
    while True:
        used = set(_USE.findall("".join(left.values()))) | set(_USE.findall(pages))

        def keep(match: re.Match[str], used: set[str] = used) -> str:
            return match[0] if match[1] in used else ""

        shorter = {name: _VARIABLE.sub(keep, css) for name, css in left.items()}
        if shorter == left:
            return left
        left = shorter

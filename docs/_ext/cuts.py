"""Cut listings out of example files by name. Knows nothing of Sphinx.

A file is cut by the names of its Python objects, or by markers in comments, alone on their lines::

    # part: parse
    head, _, body = data.partition(b"\\r\\n\\r\\n")
    # emphasise: empty-line
    ...
    # end: empty-line
    # end: parse

``part`` names a cut, ``emphasise`` the lines to emphasise inside a cut, ``end`` closes either. The
lines of the markers themselves are never shown.
"""

from __future__ import annotations

import ast
import difflib
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

WIDTH = 88  # columns that fit a page of the PDF and a laptop's window beside the contents

LANGUAGES = {  # Pygments' names, by suffix
    ".cfg": "ini",
    ".css": "css",
    ".graphql": "graphql",
    ".html": "html+jinja",
    ".ini": "ini",
    ".jinja": "html+jinja",
    ".js": "javascript",
    ".json": "json",
    ".mako": "html+mako",
    ".md": "markdown",
    ".py": "python",
    ".pyi": "python",
    ".robot": "robotframework",
    ".rst": "rst",
    ".sh": "bash",
    ".sql": "sql",
    ".svg": "xml",
    ".toml": "toml",
    ".txt": "text",
    ".xml": "xml",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_GAPS = {".css": "/* ... */", ".js": "// ...", ".json": "...", ".sql": "-- ..."}
_GAPS |= dict.fromkeys([".html", ".jinja", ".xml", ".svg", ".md"], "<!-- ... -->")

# A comment in Python, JavaScript, SQL, CSS, HTML, Jinja, ini or reStructuredText
_MARKER = re.compile(
    r"^\s*(?:\#|//|--|/\*|<!--|\{\#|;|\.\.)\s*"
    r"(?P<word>part|emphasi[sz]e|end):\s*(?P<name>.*?)\s*"
    r"(?:\*/|-->|\#\})?\s*$"
)
_NAME = re.compile(r"[A-Za-z0-9_-]+")


class ListingError(ValueError):
    """A listing cannot be cut; the text names the example file and the cure."""


def choices(wanted: str, names: Iterable[str], what: str, head: str = "It has") -> str:
    """Return a sentence for somebody who asked for ``wanted``, which is not among ``names``."""
    known = sorted(names)
    if not known:
        return f"{head} no {what}."
    near = difflib.get_close_matches(wanted, known, n=1)
    meant = f"Did you mean `{near[0]}`? " if near else ""
    return f"{meant}{head}: {', '.join(known)}."


@dataclass(eq=False)
class Source:
    """An example file, its markers found and checked.

    ``label`` is how messages call the file. Line numbers count from 1. ``parts`` and ``emphases``
    give the first and last line between the markers (the last comes before the first where there
    is none).
    """

    label: str
    suffix: str
    lines: list[str]
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)
    emphases: dict[str, tuple[int, int]] = field(default_factory=dict)
    markers: set[int] = field(default_factory=set)

    @cached_property
    def objects(self) -> dict[str, list[tuple[int, int]]]:
        """Return name to (first, last) lines of all functions, classes and assigned names.

        Decorators belong to what they decorate. A name that is bound twice (a property and its
        setter) has two entries.

        :raises ListingError: the file is not Python
        """
        if self.suffix not in (".py", ".pyi"):
            raise ListingError(
                f"{self.label} is not Python: cut it with `:part:` instead of `:pyobject:`"
            )
        try:
            tree = ast.parse("\n".join(self.lines))
        except SyntaxError as error:
            raise ListingError(
                f"{self.label}, line {error.lineno}: {error.msg}; mend the file"
            ) from None
        found: dict[str, list[tuple[int, int]]] = {}
        for name, first, last in _named(tree.body, ""):
            found.setdefault(name, []).append((first, last))
        return found

    @property
    def gap(self) -> str:
        """Return the line that stands for left-out lines in this language."""
        return _GAPS.get(self.suffix, "# ...")


def _named(body: Sequence[ast.stmt], prefix: str) -> Iterator[tuple[str, int, int]]:
    for node in body:
        last = node.end_lineno or node.lineno
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                yield prefix + node.name, first, last
                yield from _named(node.body, f"{prefix}{node.name}.")
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield prefix + name, node.lineno, last
            case ast.If() | ast.Try() | ast.With() | ast.AsyncWith() | ast.For() | ast.While():
                for branch in ("body", "orelse", "finalbody"):
                    yield from _named(getattr(node, branch, []), prefix)


def read(path: Path, label: str) -> Source:
    """Read the file ``path``; once in a process as long as it does not change.

    :param label: how messages call the file
    :raises ListingError: a marker is wrong, or the file is not UTF-8
    :raises OSError: the file cannot be read
    """
    status = path.stat()
    return _read(path, label, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1024)
def _read(path: Path, label: str, _mtime: int, _size: int) -> Source:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ListingError(f"{label} is not UTF-8 text, so it cannot be shown") from None
    source = Source(label, path.suffix, text.splitlines())
    opened: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(source.lines, 1):
        if found := _MARKER.match(line):
            source.markers.add(number)
            _note(source, opened, number, found["word"], found["name"])
    for name, (word, number) in opened.items():
        raise ListingError(
            f"{label}, line {number}: `{word}: {name}` is never closed; "
            f"add a comment `end: {name}` after its last line"
        )
    return source


def _note(
    source: Source, opened: dict[str, tuple[str, int]], number: int, word: str, name: str
) -> None:
    place = f"{source.label}, line {number}"
    if word == "emphasize":
        raise ListingError(f"{place}: write `emphasise: {name}`, with an s")
    if not _NAME.fullmatch(name):
        raise ListingError(
            f"{place}: `{name}` cannot name a part; use one word of letters, digits, - and _"
        )
    if word != "end":
        if name in opened or name in source.parts or name in source.emphases:
            raise ListingError(
                f"{place}: the name `{name}` is used by an earlier marker; choose another"
            )
        opened[name] = (word, number)
        return
    if name not in opened:
        raise ListingError(
            f"{place}: `end: {name}` closes nothing; "
            f"open it above with `part: {name}` or `emphasise: {name}`, or remove it"
        )
    word, first = opened.pop(name)
    spans = source.parts if word == "part" else source.emphases
    spans[name] = (first + 1, number - 1)


@dataclass(frozen=True)
class Cut:
    """What is shown: the text, the emphasised lines (from 1), whether it is the whole file."""

    text: str
    emphasised: tuple[int, ...]
    whole: bool


def cut(
    source: Source,
    objects: Sequence[str] = (),
    parts: Sequence[str] = (),
    emphasise: Sequence[str] = (),
) -> Cut:
    """Cut ``objects`` or ``parts`` by name out of ``source``, or take all of it.

    Several cuts stand in the order of the file, with a comment for what was left out between them.

    :raises ListingError: a name does not exist, nothing is left, or a line is longer than WIDTH
    """
    spans = list(_spans(source, objects, parts))
    shown: list[tuple[int, str]] = []  # line number in the file (0: ours), text
    for first, last in _joined(source, spans):
        piece = _piece(source, first, last)
        if shown and piece:
            shown += [(0, ""), (0, source.gap), (0, "")]
        shown += piece
    what = " and ".join(f"`{name}`" for name in [*objects, *parts])
    if not shown:
        raise ListingError(
            f"{source.label}: {what or 'the file'} is empty; put code there, or show something else"
        )
    if long := [f"line {number} has {len(text)}" for number, text in shown if len(text) > WIDTH]:
        raise ListingError(
            f"{source.label}: a listing has room for {WIDTH} characters in a line, "
            f"{', '.join(long)}: break what is too long"
        )
    emphasised = sorted(_emphasised(source, [n for n, _ in shown], emphasise, what))
    return Cut("".join(f"{t}\n" for _, t in shown), tuple(emphasised), whole=not what)


def _spans(
    source: Source, objects: Sequence[str], parts: Sequence[str]
) -> Iterator[tuple[int, int]]:
    for name in objects:
        if name not in source.objects:
            raise ListingError(
                f"{source.label} has no object `{name}`. "
                f"{choices(name, source.objects, 'function, class or assigned name')}"
            )
        yield from source.objects[name]
    for name in parts:
        if name not in source.parts:
            raise ListingError(
                f"{source.label} has no part `{name}`. {choices(name, source.parts, 'parts')} "
                f"Make one with the comments `part: {name}` and `end: {name}`"
            )
        yield source.parts[name]
    if not objects and not parts:
        yield 1, len(source.lines)


def _joined(source: Source, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the spans in the order of the file, those with nothing between them made one."""
    start = end = 0
    for first, last in sorted(spans):
        between = range(end + 1, first)
        if start and all(n in source.markers or not source.lines[n - 1].strip() for n in between):
            end = max(end, last)
            continue
        if start:
            yield start, end
        start, end = first, last
    if start:
        yield start, end


def _piece(source: Source, first: int, last: int) -> list[tuple[int, str]]:
    """Return the lines from ``first`` to ``last`` without markers and outer empty lines, dedented.

    Where a marker stood between empty lines, the longer of the two gaps stays, not both.
    """
    kept: list[tuple[int, str]] = []
    before = after = 0  # empty lines before and after the last marker
    marked = False
    for number in range(first, last + 1):
        line = source.lines[number - 1].rstrip()
        if number in source.markers:
            before, after, marked = max(before, after), 0, True
        elif line:
            kept += [(0, "")] * max(before, after)
            kept.append((number, line))
            before = after = 0
            marked = False
        elif marked:
            after += 1
        else:
            before += 1
    while kept and not kept[0][1]:
        kept.pop(0)
    texts = textwrap.dedent("\n".join(text for _, text in kept)).split("\n")
    return [(number, text) for (number, _), text in zip(kept, texts, strict=True)] if kept else []


def _emphasised(source: Source, shown: list[int], names: Sequence[str], what: str) -> Iterator[int]:
    positions = {number: position for position, number in enumerate(shown, 1) if number}
    for name in names:
        if name not in source.emphases:
            raise ListingError(
                f"{source.label} has nothing to emphasise called `{name}`. "
                f"{choices(name, source.emphases, '`emphasise:` markers')} "
                f"Make one with the comments `emphasise: {name}` and `end: {name}`"
            )
        first, last = source.emphases[name]
        lines = [
            n
            for n in range(first, last + 1)
            if source.lines[n - 1].strip() and n not in source.markers
        ]
        if not lines:
            raise ListingError(
                f"{source.label}, line {first - 1}: `emphasise: {name}` holds no lines; "
                "put its markers around the lines to emphasise"
            )
        outside = [n for n in lines if n not in positions]
        if outside:
            raise ListingError(
                f"{source.label}, line {outside[0]}: `emphasise: {name}` lies outside "
                f"what is shown ({what}); show that line too, or move the markers"
            )
        yield from (positions[n] for n in lines)


def does_something(path: Path) -> bool:
    """Tell whether a Python file holds more than comments and texts (or cannot be read as Python)."""
    try:
        body = ast.parse(path.read_text(encoding="utf-8")).body
    except (SyntaxError, UnicodeDecodeError):
        return True
    return not all(isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant) for n in body)

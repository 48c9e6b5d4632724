"""What a page needs beyond Sphinx's HTML to be a page of an EPUB that reads well on any device.

All functions work on the parsed page, in place, and know nothing of Sphinx.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET  # our own pages, not strangers'
from collections.abc import Iterator, Mapping, Sequence

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TYPE = f"{{{OPS}}}type"
DEEPEST = 6  # so many steps of indentation have a class of their own
LONG = 12  # so many characters have a place to break between them
SMALL = 2  # so many columns fit a narrow screen; a wider table is stacked there

PREFIXES = {"": XHTML, "epub": OPS, "svg": SVG, "m": MATHML}

_AFTER_SIGNS = re.compile(r"(?<=[a-zA-Z0-9)\]][/._=:&?-])(?=[^/._=:&?-])")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# ARIA's roles, which Sphinx writes, and what reading systems look for: https://www.w3.org/TR/epub-ssv-11/
_TYPES = {
    "doc-noteref": "noteref",
    "doc-footnote": "footnote",
    "doc-endnotes": "endnotes",
    "doc-backlink": "backlink",
}


class PageError(ValueError):
    """A page that is no XML; the text says where and what to do."""


def tag(name: str) -> str:
    """Return the name of an HTML element as ElementTree writes it."""
    return f"{{{XHTML}}}{name}"


def parse(text: str) -> ET.Element:
    """Return the page ``text``.

    :raises PageError: it is not well-formed, which only HTML written by hand (``raw:: html``) makes it
    """
    try:
        return ET.fromstring(text)  # noqa: S314
    except ET.ParseError as error:
        line = text.splitlines()[error.position[0] - 1].strip()
        raise PageError(
            f"the page is not well-formed XML ({error}): {line[:60]!r}. An EPUB needs each element of `raw:: html` "
            "closed; mend it, or put it into `only:: html and not epub`"
        ) from None


def serialise(page: ET.Element) -> bytes:
    """Return the text of ``page`` as a file of an EPUB."""
    # Each time: ElementTree has one table of prefixes for all, and others write there, too.
    for prefix, uri in PREFIXES.items():
        ET.register_namespace(prefix, uri)
    body = ET.tostring(page, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n{body}\n'.encode()


def finish(
    page: ET.Element,
    *,
    name: str,
    language: str,
    styles: Sequence[str],
    moved: Mapping[str, str],
    types: Mapping[str, str],
) -> None:
    """Make ``page`` ready for the book.

    ``name`` is its path, ``styles`` the paths of its style sheets. ``moved`` says which places (``page#id``) are
    elsewhere now; ``types`` what a page is (``{"genindex.xhtml": "index"}``, with the terms of
    https://www.w3.org/TR/epub-ssv-11/).
    """
    page.set("lang", language)
    page.set(XML_LANG, language)
    head = page.find(tag("head"))
    body = page.find(tag("body"))
    assert head is not None and body is not None, name  # noqa: S101, PT018 - the theme's frame
    for child in list(head):
        if child.get("rel") == "stylesheet" or child.get("name") == "viewport":
            head.remove(child)
    for path in styles:
        href = posixpath.relpath(path, posixpath.dirname(name) or ".")
        ET.SubElement(head, tag("link"), rel="stylesheet", type="text/css", href=href)
    if name in types:
        body.set(TYPE, types[name])
    redirect(body, name, moved)
    for element in list(body.iter()):
        if element.get("role") in _TYPES:
            element.set(TYPE, _TYPES[element.get("role", "")])
        elif (
            element.get("role") == "doc-biblioentry"
        ):  # withdrawn in DPUB-ARIA 1.1; the list says enough
            del element.attrib["role"]
        if element.tag == tag(
            "svg"
        ):  # an icon that an extension wrote without the name space that XML needs
            for part in element.iter():
                part.tag = part.tag.replace(XHTML, SVG)
        if element.tag == tag("details"):
            element.set("open", "open")
        elif element.tag == tag("pre"):
            number_lines(element)
        elif element.tag == tag("table"):
            label_cells(element)
        elif element.tag == tag("span") and element.get("class") == "pre":
            allow_breaks(element)


# Links --------------------------------------------------------------------------------------------


def target(href: str, page: str) -> str:
    """Return where ``href`` on ``page`` leads, as a path in the book with its ``#id``."""
    path, mark, anchor = href.partition("#")
    there = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return there + mark + anchor


def address(where: str, page: str) -> str:
    """Return the link on ``page`` that leads to ``where``, a path in the book with its ``#id``."""
    path, mark, anchor = where.partition("#")
    if path == page and mark:
        return mark + anchor
    return posixpath.relpath(path, posixpath.dirname(page) or ".") + mark + anchor


def is_inside(href: str) -> bool:
    """Tell whether a link stays in the book."""
    return not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", href)


def redirect(body: ET.Element, page: str, moved: Mapping[str, str]) -> None:
    """Let links follow what has moved."""
    for link in body.iter(tag("a")):
        href = link.get("href", "")
        if is_inside(href) and (new := moved.get(target(href, page))):
            link.set("href", address(new, page))


# Code ---------------------------------------------------------------------------------------------


def number_lines(pre: ET.Element) -> None:
    """Put each line of code into a ``<span class="line">``, so that a style can indent its continuation.

    A line that is indented itself has a class ``in1`` to ``in6`` besides, one for each four columns, and its spaces
    stand with the first sign after them in a ``<span class="lead">``, which the style keeps in one piece: else a long
    word would leave a row of nothing but spaces. Code with more than spans in it (links, line numbers in a table)
    stays as it is.
    """
    inside = list(pre.iter())[1:]
    if any(element.tag != tag("span") or set(element.attrib) - {"class"} for element in inside):
        return
    lines: list[list[tuple[tuple[str, ...], str]]] = [[]]
    for classes, text in runs(pre, ()):
        for part in _LINE.findall(text):
            lines[-1].append((classes, part))
            if part.endswith("\n"):
                lines.append([])
    for child in list(pre):
        pre.remove(child)
    pre.text = None
    for pieces in filter(None, lines):
        whole = "".join(text for _, text in pieces)
        indent = len(whole) - len(whole.lstrip(" "))
        step = min(indent // 4, DEEPEST)
        marked = ["hll"] if any("hll" in classes for classes, _ in pieces[:1]) else []
        looks = ["line", *marked, *([f"in{step}"] if step else [])]
        line = ET.SubElement(pre, tag("span"), {"class": " ".join(looks)})
        if indent and whole.strip():
            lead = ET.SubElement(line, tag("span"), {"class": "lead"})
            pieces = write_signs(lead, pieces, indent + 1)
        write_signs(line, pieces, len(whole))


def write_signs(
    element: ET.Element, pieces: list[tuple[tuple[str, ...], str]], count: int
) -> list[tuple[tuple[str, ...], str]]:
    """Add the first ``count`` signs of ``pieces`` to ``element``, in spans of their classes; return the others."""
    for number, (classes, text) in enumerate(pieces):
        now, later = text[:count], text[count:]
        spot = element
        for name in classes:
            if name != "hll":
                spot = ET.SubElement(spot, tag("span"), {"class": name} if name else {})
        append(spot, now)
        count -= len(now)
        if later:
            return [(classes, later), *pieces[number + 1 :]]
        if not count:
            return pieces[number + 1 :]
    return []


def runs(element: ET.Element, classes: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the text of ``element`` in pieces, each with the classes of the spans around it."""
    yield classes, element.text or ""
    for child in element:
        yield from runs(child, (*classes, child.get("class", "")))
        yield classes, child.tail or ""


def append(element: ET.Element, text: str) -> None:
    """Add ``text`` at the end of ``element``."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def allow_breaks(name: ET.Element) -> None:
    """Let a line end within a long name in code after a sign such as a slash, rather than between any two letters."""
    pieces = _AFTER_SIGNS.split(name.text or "")
    if len(name) or len(name.text or "") < LONG:
        return
    name.text = pieces[0]
    for piece in pieces[1:]:
        ET.SubElement(name, tag("wbr")).tail = piece


# Tables -------------------------------------------------------------------------------------------


def label_cells(table: ET.Element) -> None:
    """Give the cells of a table what a narrow screen and a screen reader need.

    Head cells say what they are the head of. In a table of more than two columns with one row of heads, and no
    cell across several, each cell also gets its head as ``data-label``, the table the class ``stacked``, and all of
    it the roles that a browser forgets when a style turns rows into blocks.
    """
    head, body = table.find(tag("thead")), table.find(tag("tbody"))
    for cell in head.iter(tag("th")) if head is not None else ():
        cell.set("scope", "col")
    for cell in body.iter(tag("th")) if body is not None else ():
        cell.set("scope", "row")
    spans = any("colspan" in cell.attrib or "rowspan" in cell.attrib for cell in table.iter())
    if head is None or body is None or len(head) != 1 or spans or len(head[0]) <= SMALL:
        return
    labels = [" ".join("".join(cell.itertext()).split()) for cell in head[0]]
    table.set("class", f"{table.get('class', '')} stacked".strip())
    table.set("role", "table")
    for group in (head, body):
        group.set("role", "rowgroup")
        for row in group:
            row.set("role", "row")
            for cell, label in zip(row, labels, strict=False):
                scope = cell.get("scope")
                cell.set("role", {"col": "columnheader", "row": "rowheader"}.get(scope, "cell"))
                if group is body and label:
                    cell.set("data-label", label)
                if not "".join(cell.itertext()).strip() and cell.find(f".//{tag('img')}") is None:
                    cell.set("class", f"{cell.get('class', '')} empty".strip())


# What the manifest says of a page -------------------------------------------------------------------


def properties(page: ET.Element) -> list[str]:
    """Return the properties that the package document must give for a page (EPUB 3.3, section D.6.2)."""
    names = {element.tag.partition("}")[0].strip("{") for element in page.iter()}
    return [word for word, space in (("mathml", MATHML), ("svg", SVG)) if space in names]

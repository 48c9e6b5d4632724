"""What an EPUB must not have, looked for in each build: the checker of the standard needs Java, this does not."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # our own files, not strangers'
from collections import Counter
from collections.abc import Iterator, Mapping

from .pages import SVG, is_inside, tag, target

LOADING = ("src", "poster", "srcset", "data")
LINKS = ("href", "src", "{http://www.w3.org/1999/xlink}href")


def faults(pages: Mapping[str, ET.Element], files: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each fault as the path of its page and what is wrong.

    ``pages`` are the parsed pages by their paths, ``files`` the paths of everything in the book.
    """
    ids = {
        name: [e.get("id", "") for e in page.iter() if "id" in e.attrib]
        for name, page in pages.items()
    }
    known = {name: set(found) for name, found in ids.items()}
    for name, page in pages.items():
        for twice in sorted(one for one, count in Counter(ids[name]).items() if count > 1):
            yield name, f"the id {twice!r} stands twice on the page; rename one of the labels"
        for element in page.iter():
            yield from ((name, fault) for fault in _faults(element, name, known, files))


def _faults(
    element: ET.Element, page: str, ids: Mapping[str, set[str]], files: set[str]
) -> Iterator[str]:
    kind = str(element.tag).rpartition("}")[2]
    if kind in ("script", "iframe", "object", "embed", "form"):
        yield f"<{kind}> is not for an e-reader; put it into `only:: html and not epub`"
    for name in element.attrib:
        if name.startswith("on"):
            yield f"the attribute {name} of <{kind}> is a script; an e-reader runs none"
    if element.tag == tag("img") and "alt" not in element.attrib:
        yield f"the picture {element.get('src')} has no alternative text: add :alt:"
    if element.tag == f"{{{SVG}}}svg" and not ({"aria-label", "aria-hidden"} & set(element.attrib)):
        yield "a picture written into the page has no aria-label: say what it shows"
    for name in LINKS:
        href = element.get(name)
        if href is None:
            continue
        if not is_inside(href):
            if name in LOADING and not href.startswith("data:"):
                yield f"{href} would be fetched from elsewhere; put the file into the book"
            continue
        path, _, anchor = target(href, page).partition("#")
        if path not in files:
            yield f"the link {href!r} leads to a file that is not in the book"
        elif anchor and path in ids and anchor not in ids[path]:
            yield f"the link {href!r} leads to a place that is not on {path}"

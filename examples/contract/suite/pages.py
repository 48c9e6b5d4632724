"""What the pages of the contract show, read by their classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from contract.suite.checking import Answer, expect

CLASSES = ("species", "count", "place", "seen-on", "observer", "notes")


@dataclass(frozen=True)
class Row:
    """A sighting in a list."""

    id: int
    species: str
    count: str
    place: str
    seen_on: str
    observer: str


def text_of(element: LexborNode) -> str:
    """Return the text of an element, without space around it, with ``<br>`` as a line break.

    What stands in a script or a style sheet is no text.
    """
    parts = []
    for node in element.traverse(include_text=True):
        if node.is_text_node and node.parent.tag not in ("script", "style"):
            parts.append(node.text_content)
        elif node.tag == "br":
            after = node.next.text_content if node.next is not None else None
            has_one = (after or "").lstrip(" \t").startswith("\n")
            parts.append("" if has_one else "\n")
    return "".join(parts).strip()


def iso_date(element: LexborNode) -> str:
    """Return the date of an element of class seen-on: its ``datetime``, or its text."""
    for candidate in element.css("[datetime]"):  # the element itself, and those in it
        if candidate.attrs["datetime"]:
            return candidate.attrs["datetime"]
    return text_of(element)


def value(element: LexborNode, name: str) -> str:
    """Return the value that an element of class ``name`` shows."""
    return iso_date(element) if name == "seen-on" else text_of(element)


def rows(answer: Answer) -> list[Row]:
    """Return the sightings of a list, in its order."""
    found = []
    for element in answer.page.css(".sighting"):
        links = [
            (int(match[1]), text_of(link))
            for link in element.css("a[href]")
            if (match := re.fullmatch(r"/sightings/([0-9]+)", path_of(answer, link)))
        ]
        wanted = "in each element of class sighting a link to /sightings/{id}"
        expect(links, wanted, answer, rule="L1.2")
        values = {}
        for name in ("count", "place", "seen-on", "observer"):
            part = element.css_first(f".{name}")
            wanted = f"in each element of class sighting one of class {name}"
            expect(part is not None, wanted, answer, rule="L1.2")
            values[name.replace("-", "_")] = value(part, name)
        number, species = next((link for link in links if link[1]), links[0])
        found.append(Row(id=number, species=species, **values))
    return found


def order(row: Row) -> tuple[date, int]:
    """Return the key by which lists are sorted, the highest first."""
    return date.fromisoformat(row.seen_on), row.id


def path_of(answer: Answer, link: LexborNode) -> str:
    """Return the path that a link leads to."""
    return urlsplit(urljoin(answer.url, link.attrs["href"] or "")).path


def links(answer: Answer) -> set[str]:
    """Return the paths of all links of a page."""
    return {path_of(answer, link) for link in answer.page.css("a[href]")}


def related(answer: Answer, rel: str) -> str | None:
    """Return the address of the link with this ``rel``, in head or body, or None."""
    for link in answer.page.css("a[href][rel], link[href][rel]"):
        if rel in (link.attrs["rel"] or "").split():
            return urljoin(answer.url, link.attrs["href"] or "")
    return None


def shown(answer: Answer) -> dict[str, str]:
    """Return the values on a sighting's page, by class."""
    values = {}
    for name in CLASSES:
        element = answer.page.css_first(f".{name}")
        expect(element, f"an element of class {name}", answer, rule="L1.8")
        values[name] = value(element, name)
    return values

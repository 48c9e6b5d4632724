"""What the pages of the contract show, read by their classes."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

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


def text_of(element: Tag) -> str:
    """Return the text of an element, without space around it, with ``<br>`` as a line break."""
    element = copy.copy(element)
    for line_break in element.find_all("br"):
        after = line_break.next_sibling
        has_one = isinstance(after, str) and after.lstrip(" \t\r").startswith("\n")
        line_break.replace_with("" if has_one else "\n")
    return element.get_text().strip()


def iso_date(element: Tag) -> str:
    """Return the date of an element of class seen-on: its ``datetime``, or its text."""
    for candidate in [element, *element.find_all(True)]:
        if candidate.get("datetime"):
            return str(candidate["datetime"])
    return text_of(element)


def value(element: Tag, name: str) -> str:
    """Return the value that an element of class ``name`` shows."""
    return iso_date(element) if name == "seen-on" else text_of(element)


def rows(answer: Answer) -> list[Row]:
    """Return the sightings of a list, in its order."""
    found = []
    for element in answer.page.find_all(class_="sighting"):
        links = [
            (int(match[1]), text_of(link))
            for link in element.find_all("a", href=True)
            if (match := re.fullmatch(r"/sightings/([0-9]+)", path_of(answer, link)))
        ]
        wanted = "in each element of class sighting a link to /sightings/{id}"
        expect(links, wanted, answer, rule="L1.2")
        values = {}
        for name in ("count", "place", "seen-on", "observer"):
            part = element.find(class_=name)
            wanted = f"in each element of class sighting one of class {name}"
            expect(part is not None, wanted, answer, rule="L1.2")
            values[name.replace("-", "_")] = value(part, name)
        number, species = next((link for link in links if link[1]), links[0])
        found.append(Row(id=number, species=species, **values))
    return found


def order(row: Row) -> tuple[date, int]:
    """Return the key by which lists are sorted, the highest first."""
    return date.fromisoformat(row.seen_on), row.id


def path_of(answer: Answer, link: Tag) -> str:
    """Return the path that a link leads to."""
    return urlsplit(urljoin(answer.url, str(link["href"]))).path


def links(answer: Answer) -> set[str]:
    """Return the paths of all links of a page."""
    return {path_of(answer, link) for link in answer.page.find_all("a", href=True)}


def related(answer: Answer, rel: str) -> str | None:
    """Return the address of the link with this ``rel``, in head or body, or None."""
    for link in answer.page.find_all(["a", "link"], href=True):
        if rel in (link.get("rel") or []):
            return urljoin(answer.url, str(link["href"]))
    return None


def shown(answer: Answer) -> dict[str, str]:
    """Return the values on a sighting's page, by class."""
    values = {}
    for name in CLASSES:
        element = answer.page.find(class_=name)
        expect(element, f"an element of class {name}", answer, rule="L1.8")
        values[name] = value(element, name)
    return values

"""What is asked of the sightings: one of them, pages of them, places."""

import sqlite3
from dataclasses import dataclass
from math import ceil

from flask import abort

from fieldnotes.database import get_connection

PER_PAGE = 20
# lower() of SQLite changes the letters of ASCII and no others. There is no LIKE here,
# since in LIKE the signs % and _ of a visitor would stand for any others.
MATCHING = """
    FROM sightings
    WHERE (:species = '' OR instr(lower(species), lower(:species)))
    AND (:place = '' OR instr(place || '/', :place || '/') = 1)
"""
COUNT = "SELECT count(*)" + MATCHING
SOME = "SELECT *" + MATCHING + "ORDER BY seen_on DESC, id DESC LIMIT :per OFFSET :first"
PLACES = "SELECT DISTINCT place" + MATCHING


@dataclass(frozen=True)
class Page:
    """A part of a longer list; pages are counted from 1."""

    items: list[sqlite3.Row]
    number: int
    total: int

    @property
    def last(self) -> int:
        return max(1, ceil(self.total / PER_PAGE))


def get_sighting(sighting_id: int) -> sqlite3.Row:
    found = get_connection().execute(
        "SELECT * FROM sightings WHERE id = ?", [sighting_id]
    )
    return found.fetchone() or abort(404)


def page_of(filters: dict[str, str], number: int) -> Page:
    """Return a page of the sightings, newest first; one that is not there is 404."""
    connection = get_connection()
    total = connection.execute(COUNT, filters).fetchone()[0]
    part = {"per": PER_PAGE, "first": (number - 1) * PER_PAGE}
    page = Page(connection.execute(SOME, filters | part).fetchall(), number, total)
    if page.number > page.last:
        abort(404)
    return page


def places_below(place: str) -> list[str]:
    """Return the places directly below ``place`` that have sightings."""
    found = get_connection().execute(PLACES, {"species": "", "place": place})
    depth = place.count("/") + 2
    return sorted(
        {"/".join(row["place"].split("/")[:depth]) for row in found} - {place}
    )

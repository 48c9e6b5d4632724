"""A list of sightings as the visitor asked for it: filters and pages of twenty."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from bottle import abort
from roost import Select

from fieldnotes.guards import query_fields
from fieldnotes.models import Sighting, at_or_below

PER_PAGE = 20


@dataclass
class Listing:
    """One page of a list. The links to those beside it keep the filters."""

    sightings: list[Sighting]
    species: str
    place: str
    number: int
    pages: int

    @property
    def previous(self) -> str:
        """The address of the page before, or nothing."""
        return self._link(self.number - 1)

    @property
    def next(self) -> str:
        """The address of the page after, or nothing."""
        return self._link(self.number + 1)

    def _link(self, number: int) -> str:
        if not 1 <= number <= self.pages:
            return ""
        filters = {"species": self.species, "place": self.place}
        kept = {name: value for name, value in filters.items() if value}
        return f"?{urlencode(kept | {'page': number})}"


def listing(query: Select[Sighting]) -> Listing:
    """Return the page of ``query`` that the request asks for, or answer 404."""
    asked = query_fields()
    species, place = asked.get("species", ""), asked.get("place", "")
    if species:
        query = query.where(Sighting.species.contains(species))
    if place:
        query = query.where(at_or_below(place))
    number = page_number(asked.get("page", "1"))
    pages = max(1, -(-query.count() // PER_PAGE))
    if not 1 <= number <= pages:
        abort(404, "There is no such page.")
    newest = query.order_by(Sighting.seen_on.descending(), Sighting.id.descending())
    rows = newest.limit(PER_PAGE).offset((number - 1) * PER_PAGE).all()
    return Listing(rows, species, place, number, pages)


def page_number(text: str) -> int:
    """Return the number of a page, or 0, which no page has."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def directly_below(place: str, places: Iterable[str]) -> list[str]:
    """Return the places one level below, of those that are somewhere below.

    >>> directly_below("uk", ["uk", "uk/wales", "uk/england/london", "uk/england/hull"])
    ['uk/england', 'uk/wales']
    """
    levels = place.count("/") + 2
    return sorted({"/".join(each.split("/")[:levels]) for each in places} - {place})

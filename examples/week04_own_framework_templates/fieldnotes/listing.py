"""A list of sightings as the visitor asked for it: filters and pages of twenty."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from perch import HTTPError, Request

from fieldnotes.sightings import Sighting

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


def listing(request: Request, sightings: Iterable[Sighting]) -> Listing:
    """Return the page of a list that the request asks for; raise HTTPError 404."""
    species = request.query.get("species", "")
    place = request.query.get("place", "")
    if species:
        wanted = species.lower()
        sightings = [each for each in sightings if wanted in each.species.lower()]
    if place:
        sightings = [each for each in sightings if each.is_at(place)]
    found = list(sightings)
    number = page_number(request.query.get("page", "1"))
    pages = max(1, -(-len(found) // PER_PAGE))
    if not 1 <= number <= pages:
        raise HTTPError(404, "There is no such page.")
    rows = found[(number - 1) * PER_PAGE : number * PER_PAGE]
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

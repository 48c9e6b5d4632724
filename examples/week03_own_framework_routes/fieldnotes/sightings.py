"""What was seen. It stays in memory until there is a file, and then a database."""

from datetime import date
from typing import NamedTuple


class Sighting(NamedTuple):
    """One animal or several, seen at a place on a day."""

    id: int
    species: str
    count: int
    place: str
    seen_on: date

    def __str__(self) -> str:
        return f"{self.id}: {self.count} {self.species}, {self.place}, {self.seen_on}"


SIGHTINGS = (
    Sighting(1, "Grey heron", 2, "uk/england/river-cam", date(2026, 5, 3)),
    Sighting(2, "Mäusebussard", 1, "de/bayern/isar", date(2026, 5, 9)),
    Sighting(3, "Wren", 1, "uk/wales", date(2026, 5, 17)),
    Sighting(4, "Kingfisher", 1, "uk/england/river-cam", date(2026, 5, 30)),
)

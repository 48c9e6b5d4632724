"""Sightings, read from a CSV file at the start and kept in memory."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import NamedTuple


class DataError(Exception):
    """A file that cannot be read; the message says which line, and what is wrong."""


class Sighting(NamedTuple):
    """One animal or several, seen at a place on a day."""

    id: int
    species: str
    count: int
    place: str
    seen_on: date
    notes: str
    observer: str

    def is_at(self, place: str) -> bool:
        """Tell whether it was seen at a place, or at a place inside of it."""
        return f"{self.place}/".startswith(f"{place}/")


def read(file: Path) -> list[Sighting]:
    """Return the sightings of a CSV file, newest first; raise DataError."""
    found = []
    rows = csv.DictReader(io.StringIO(decoded(file), newline=""), restval="")
    try:
        for row in rows:
            found.append(sighting(row))
    except (KeyError, ValueError, csv.Error) as error:
        raise DataError(f"{file}:{rows.line_num}: {error!r}: mend this line") from error
    return sorted(found, key=lambda each: (each.seen_on, each.id), reverse=True)


def decoded(file: Path) -> str:
    """Return the text of a file; raise DataError if it is not in UTF-8."""
    data = file.read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(f"{file}:{line}: this is no UTF-8: save it as UTF-8") from error


def sighting(row: dict[str, str]) -> Sighting:
    """Make one sighting of a row; raise KeyError or ValueError."""
    return Sighting(
        id=int(row["id"]),
        species=row["species"],
        count=int(row["count"]),
        place=row["place"],
        seen_on=date.fromisoformat(row["seen_on"]),
        notes=row["notes"],
        observer=row["observer"],
    )

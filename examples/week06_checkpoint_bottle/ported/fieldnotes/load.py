"""Filling the database from a CSV file."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

from roost import Session

from fieldnotes.forms import SightingForm
from fieldnotes.models import Sighting, observer_named

HEAD = "id,species,count,place,seen_on,notes,observer,created_at"


class LoadError(Exception):
    """A file that cannot be loaded; the message says which line, and what is wrong."""


def load(session: Session, file: Path) -> int:
    """Add the sightings of a CSV file, all or none, and return how many were new.

    Sightings keep their ids; one whose id is taken is passed over, so that the same
    file can be loaded again. Raises LoadError.
    """
    reader = csv.reader(io.StringIO(decoded(file), newline=""), strict=True)
    if next(reader, None) != HEAD.split(","):
        raise LoadError(f"{file}:1: the first line must be {HEAD}")
    added = 0
    with session.transaction():
        try:
            for row in reader:
                added += add_row(session, row)
        except (ValueError, csv.Error) as error:
            raise LoadError(f"{file}:{reader.line_num}: {error}") from error
    return added


def decoded(file: Path) -> str:
    """Return the text of a file; raise LoadError if it is not in UTF-8."""
    data = file.read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LoadError(f"{file}:{line}: this is no UTF-8: save it as UTF-8") from error


def add_row(session: Session, cells: list[str]) -> bool:
    """Add one sighting, unless there is one with its id; raise ValueError."""
    names = HEAD.split(",")
    if len(cells) != len(names):
        raise ValueError(f"there are {len(cells)} cells, not {len(names)}")
    row = dict(zip(names, cells, strict=True))
    form = SightingForm(row)
    if not form.is_valid(today=date.max):
        wrong = [f"{field.name}: {field.error}" for field in form.fields if field.error]
        raise ValueError(" ".join(wrong))
    if session.get(Sighting, int(row["id"])) is not None:
        return False
    sighting = Sighting(
        **form.values,
        id=int(row["id"]),
        observer=observer_named(session, row["observer"]),
        created_at=datetime.fromisoformat(row["created_at"]),
    )
    session.add(sighting)
    return True

"""python -m fieldnotes.load FILE.csv: make the tables and load sightings."""

import csv
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ValidationError
from sqlalchemy import text
from sqlmodel import Session

from .database import SQLITE, create_tables, engine
from .fields import Notes, Number, Place, Species, Username
from .models import Account, Sighting

COLUMNS = "id,species,count,place,seen_on,notes,observer,created_at"


class Row(BaseModel):
    id: Number
    species: Species
    count: Number
    place: Place
    seen_on: date
    notes: Notes
    observer: Username
    created_at: Annotated[datetime, BeforeValidator(datetime.fromisoformat)]


def read_rows(file: Path) -> list[Row]:
    """Return the rows of a CSV file, or end with a line that says what to mend."""
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if ",".join(reader.fieldnames or []) != COLUMNS:
            sys.exit(f"{file}, line 1: the columns have to be {COLUMNS}")
        rows = []
        for values in reader:
            try:
                rows.append(Row.model_validate(values))
            except ValidationError as error:
                problem = error.errors()[0]
                sys.exit(
                    f"{file}, line {reader.line_num}: mend {problem['loc'][0]}: "
                    f"{problem['msg']}"
                )
    return rows


def load(rows: list[Row]) -> None:
    create_tables()
    with Session(engine) as session:
        for observer in {row.observer for row in rows}:
            if session.get(Account, observer) is None:
                session.add(Account(username=observer))
        session.flush()
        for row in rows:
            session.merge(Sighting(**row.model_dump()))
        session.flush()
        if not SQLITE:  # whose sequence does not notice ids that it did not give
            session.exec(
                text(
                    "SELECT setval(pg_get_serial_sequence('sighting', 'id'), max(id)) "
                    "FROM sighting"
                )
            )
        session.commit()


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m fieldnotes.load FILE.csv")
    rows = read_rows(Path(sys.argv[1]))
    load(rows)
    print(f"{len(rows)} sightings loaded")


if __name__ == "__main__":
    main()

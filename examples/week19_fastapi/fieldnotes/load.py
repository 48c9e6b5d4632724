"""python -m fieldnotes.load FILE.csv: make the tables and load sightings."""

import csv
import sys
from pathlib import Path

from pydantic import AwareDatetime, ValidationError
from sqlalchemy import text
from sqlmodel import Session

from .database import SQLITE, create_tables, engine
from .fields import Number, Username, message
from .models import Account, Sighting
from .reports import COLUMNS
from .schemas import SightingForm


class Row(SightingForm):
    id: Number
    observer: Username
    created_at: AwareDatetime


def read_rows(file: Path) -> list[Row]:
    """Return the rows of a CSV file, or end with a line that says what to mend."""
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != COLUMNS:
            sys.exit(f"{file}, line 1: the columns have to be {','.join(COLUMNS)}")
        rows = []
        for values in reader:
            try:
                rows.append(Row(**values))
            except ValidationError as error:
                [problem, *_] = error.errors()
                where = f"{file}, line {reader.line_num}"
                sys.exit(f"{where}: mend {problem['loc'][0]}: {message(problem)}")
    return rows


def load(rows: list[Row]) -> None:
    """Store the sightings, and for each observer an account that nobody can use."""
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
    match sys.argv[1:]:
        case [name]:
            file = Path(name)
        case _:
            sys.exit("usage: python -m fieldnotes.load FILE.csv")
    try:
        rows = read_rows(file)
    except (OSError, UnicodeError) as error:
        sys.exit(f"{file}: give a CSV file in UTF-8: {error}")
    load(rows)
    print(f"{len(rows)} sightings loaded")


if __name__ == "__main__":
    main()

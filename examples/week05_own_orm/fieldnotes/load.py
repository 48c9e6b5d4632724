"""Fill the file from the course's CSV: python -m fieldnotes.load CSV"""

import csv
import sqlite3
import sys
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from roost import Database, Session

from fieldnotes.app import database_file
from fieldnotes.models import TABLES, Sighting, observer_named


def sighting(session: Session, row: dict[str, str]) -> Sighting:
    return Sighting(
        id=int(row["id"]),
        species=row["species"],
        count=int(row["count"]),
        place=row["place"],
        seen_on=date.fromisoformat(row["seen_on"]),
        notes=row["notes"],
        observer=observer_named(session, row["observer"]),
        created_at=datetime.fromisoformat(row["created_at"]),
    )


def main(file: Path) -> None:
    """Make the tables if need be, and add all rows or none."""
    path = database_file()
    path.parent.mkdir(exist_ok=True)
    with (
        closing(Database(path)) as database,
        database.session() as session,
        file.open(encoding="utf-8", newline="") as lines,
    ):
        database.create(*TABLES)
        rows = csv.DictReader(lines)
        try:
            with session.transaction():
                for row in rows:
                    session.add(sighting(session, row))
        except (KeyError, TypeError, ValueError, sqlite3.IntegrityError) as error:
            sys.exit(
                f"{file}:{rows.line_num}: {error!r}: nothing stored, mend the line"
            )
        print(session.select(Sighting).count(), "sightings")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

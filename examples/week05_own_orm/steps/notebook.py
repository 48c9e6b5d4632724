"""A notebook in a file that goes away, with as many observers as sightings."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from fieldnotes.models import TABLES, Sighting, observer_named
from roost import Database

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


@contextmanager
def notebook(sightings: int) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "notebook.db")
        database.create(*TABLES)
        with database.session() as session, session.transaction():
            for number in range(sightings):
                session.add(
                    Sighting(
                        species="Barn Owl",
                        count=1,
                        place="ely/meadow",
                        seen_on=date(2026, 5, 31),
                        notes="",
                        observer=observer_named(session, f"observer{number}"),
                        created_at=NOW,
                    )
                )
        yield database
        database.close()

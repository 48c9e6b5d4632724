"""What the programs of this week share: an engine, its statements, some rows."""

import os
import sqlite3
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session
from steps.models import Base, Sighting, User


def fresh_engine() -> Engine:
    """Return an engine with empty tables, on FIELDNOTES_DATABASE or an SQLite file."""
    data = Path(os.environ.get("FIELDNOTES_DATA", "data"))
    data.mkdir(exist_ok=True)
    file = f"sqlite:///{data / 'notes.db'}"
    engine = create_engine(os.environ.get("FIELDNOTES_DATABASE", file))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", check_foreign_keys)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    return engine


def check_foreign_keys(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def show_sql(engine: Engine) -> None:
    """Print each statement as it is sent, and how each transaction begins and ends."""

    @event.listens_for(engine, "before_cursor_execute")
    def show_statement(_connection, _cursor, sql, parameters, _context, _many):
        print("   ", " ".join(sql.split()), parameters or "")

    for word in "begin", "commit", "rollback":
        event.listen(engine, word, lambda _, word=word: print("   ", word.upper()))


def fill(engine: Engine, sightings: int, users: int = 1) -> None:
    """Store so many sightings, of so many users in turn."""
    with Session(engine) as session:
        observers = [User(name=f"user{number}") for number in range(users)]
        for number in range(sightings):
            session.add(
                Sighting(
                    species="Barn Owl",
                    count=1,
                    place="ely/meadow",
                    seen_on=date(2026, 5, 31),
                    observer=observers[number % users],
                )
            )
        session.commit()

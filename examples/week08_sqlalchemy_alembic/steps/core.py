"""A table, rows and a query as Python objects: the Core of SQLAlchemy."""

import os
from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    create_engine,
    insert,
    select,
)

metadata = MetaData()
sightings = Table(
    "sightings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("species", String(80), nullable=False),
    Column("place", String(200), nullable=False),
    Column("seen_on", Date, nullable=False),
)
ROWS = [
    {"species": "Barn Owl", "place": "ely/meadow", "seen_on": date(2026, 5, 31)},
    {"species": "Wren", "place": "ely/church", "seen_on": date(2026, 5, 30)},
]


def find(
    connection: Connection, species: str | None = None, place: str | None = None
) -> Sequence[Row]:
    query = select(sightings.c.species, sightings.c.seen_on)
    if species is not None:
        query = query.where(sightings.c.species == species)
    if place is not None:
        query = query.where(sightings.c.place == place)
    return connection.execute(query).all()


def main() -> None:
    address = os.environ.get("FIELDNOTES_DATABASE", "sqlite://")
    engine = create_engine(address)
    metadata.drop_all(engine)
    metadata.create_all(engine)
    engine.echo = True
    with engine.begin() as connection:
        connection.execute(insert(sightings), ROWS)
    with engine.connect() as connection:
        for row in find(connection, place="ely/meadow"):
            print(row)
    engine.dispose()


if __name__ == "__main__":
    main()

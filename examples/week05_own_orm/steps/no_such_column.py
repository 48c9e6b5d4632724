"""The class has a column more than the table in the file."""

import sys
from pathlib import Path

from roost import Column, Database, Key, Table


class Sighting(Table, name="sightings"):
    id = Key()
    species = Column(str)


class Later(Table, name="sightings"):
    id = Key()
    species = Column(str)
    sky = Column(str)


if __name__ == "__main__":
    database = Database(Path(sys.argv[1]))
    database.create(Sighting)
    database.create(Later)
    with database.session() as session:
        session.select(Later).all()

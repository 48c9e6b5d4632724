"""Write and read with roost, and show each statement: ... FILE"""

import logging
import sys
from pathlib import Path

from roost import Database
from steps.a_table import Observer, Sighting


def main(file):
    database = Database(Path(file))
    database.create(Observer, Sighting)
    logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(message)s")
    with database.session() as session:
        with session.transaction():
            miriam = Observer(name="miriam")
            session.add(miriam)
            owl = Sighting(species="Barn Owl", count=2, observer=miriam)
            session.add(owl)
        with session.transaction():
            owl = session.get(Sighting, owl.id)
            owl.count = 3
            session.update(owl)
        many = (Sighting.count > 2) & (Sighting.species == "Barn Owl")
        found = session.select(Sighting).where(many)
        print("->", found.order_by(Sighting.count.descending()).all())
        print("->", found.first() is owl)
        with session.transaction():
            session.delete(session.get(Sighting, owl.id))
        print("->", found.count())


if __name__ == "__main__":
    main(sys.argv[1])

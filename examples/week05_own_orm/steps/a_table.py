"""What a class says, as SQL; and an object that is not complete."""

from roost.columns import Column
from roost.keys import ForeignKey, Key
from roost.tables import Table


class Observer(Table, name="observers"):
    id = Key()
    name = Column(str, unique=True)


class Sighting(Table, name="sightings"):
    id = Key()
    species = Column(str, index=True)
    count = Column(int)
    observer = ForeignKey(Observer)


if __name__ == "__main__":
    for statement in Sighting.create_statements():
        print(statement)
    print(Observer(name="miriam"))
    Observer(nick="miriam")

"""A comparison that does not compare."""

from roost.columns import Column


class Sighting:
    species = Column(str)
    count = Column(int)


if __name__ == "__main__":
    print(Sighting.count > 3)
    print((Sighting.count > 3) & (Sighting.species == "' OR 1=1 --"))
    print(Sighting.count > 3 and Sighting.species == "Barn Owl")

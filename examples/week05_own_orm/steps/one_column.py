"""A class body that speaks to its descriptors."""


class Column:
    def __init__(self, type_):
        self.type = type_

    def __set_name__(self, owner, name):
        self.name = name
        print(f"I am the column {name} of {owner.__name__}")

    def __get__(self, row, table):
        if row is None:
            return self
        try:
            return vars(row)[self.name]
        except KeyError:
            raise AttributeError(f"{self.name} is not set yet") from None

    def __set__(self, row, value):
        if type(value) is not self.type:
            raise TypeError(f"{self.name} takes {self.type.__name__}, not {value!r}")
        vars(row)[self.name] = value


class Sighting:
    species = Column(str)
    count = Column(int)


if __name__ == "__main__":
    owl = Sighting()
    owl.count = 2
    print("on an object:", owl.count, vars(owl))
    print("on the class:", Sighting.count.name)
    owl.count = "3"

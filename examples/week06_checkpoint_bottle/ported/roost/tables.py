"""Tables: a class for each, whose objects are its rows."""

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, ClassVar, Self

from roost.columns import Column
from roost.keys import Key

if TYPE_CHECKING:
    from roost.session import Session


class Table:
    """The base of all tables.

        class Bird(Table, name="birds"):
            id = Key()
            species = Column(str)

    Every table has a Key named ``id``.
    """

    table_name: ClassVar[str]
    columns: ClassVar[dict[str, Column]]
    id: Any  # a Key on the class, an int on an object
    session: "Session"
    changed: set[str]

    def __init_subclass__(cls, name: str) -> None:
        cls.table_name = name
        cls.columns = {
            key: value for key, value in vars(cls).items() if isinstance(value, Column)
        }
        if not isinstance(cls.columns.get("id"), Key):
            raise TypeError(f"{cls.__name__} has no key: add `id = Key()`")
        for word in (name, *(column.column for column in cls.columns.values())):
            # These names become part of statements, so they may be nothing but names.
            if not (word.isascii() and word.isidentifier()):
                raise TypeError(f"{cls.__name__}: {word!r} cannot be a name in SQL")
        with closing(sqlite3.connect(":memory:")) as trial:
            try:
                for statement in cls.create_statements():
                    trial.execute(statement)
            except sqlite3.OperationalError as error:  # such as a column named `order`
                raise TypeError(f"{cls.__name__}: {error}") from error

    def __init__(self, **values: Any) -> None:
        """Make an object that is no row yet; raise TypeError if a column is missing.

        ``id`` may be left to the database.
        """
        self.changed = set()
        missing = self.columns.keys() - {"id"} - values.keys()
        unknown = values.keys() - self.columns.keys()
        if missing or unknown:
            raise TypeError(
                f"{type(self).__name__}: missing {sorted(missing)}, "
                f"unknown {sorted(unknown)}"
            )
        for name, value in values.items():
            setattr(self, name, value)

    @classmethod
    def from_row(cls, session: "Session", row: tuple) -> Self:
        """Make an object of a row that was read."""
        self = cls.__new__(cls)
        self.session = session
        self.changed = set()
        for column, value in zip(cls.columns.values(), row, strict=True):
            column.load(self, value)
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {vars(self).get('id', 'not stored')}>"

    @classmethod
    def create_statements(cls) -> list[str]:
        """Return the statements that make the table and its indexes."""
        table = cls.table_name
        columns = ",\n  ".join(column.definition for column in cls.columns.values())
        indexed = [each.column for each in cls.columns.values() if each.index]
        indexes = [
            f"CREATE INDEX IF NOT EXISTS {table}_{column} ON {table} ({column})"
            for column in indexed
        ]
        return [f"CREATE TABLE IF NOT EXISTS {table} (\n  {columns}\n)", *indexes]

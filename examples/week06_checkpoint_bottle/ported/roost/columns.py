"""Columns: descriptors that hold the values of a row, and make conditions."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

from roost.conditions import Condition, Order

if TYPE_CHECKING:
    from roost.tables import Table

T = TypeVar("T")


class Stored(NamedTuple):
    """How values of a type are kept: SQLite's type, and the ways there and back."""

    sql: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def in_utc(moment: datetime) -> str:
    """Return a moment as text that sorts by time: in UTC, and always equally long."""
    if moment.utcoffset() is None:
        raise TypeError(f"{moment!r} has no time zone: say datetime.now(UTC)")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


TYPES: dict[type, Stored] = {
    int: Stored("INTEGER", int, int),
    str: Stored("TEXT", str, str),
    date: Stored("TEXT", date.isoformat, date.fromisoformat),
    datetime: Stored("TEXT", in_utc, datetime.fromisoformat),
}


class Column(Generic[T]):
    """A column for values of one type, never NULL.

    On the class (``Sighting.count > 3``) it makes a Condition; on an object
    (``sighting.count``) it is the value of that row.
    """

    constraint = "NOT NULL"

    def __init__(
        self, type_: type[T], *, unique: bool = False, index: bool = False
    ) -> None:
        if type_ not in TYPES:
            known = ", ".join(each.__name__ for each in TYPES)
            raise TypeError(f"no column can hold {type_.__name__}: use one of {known}")
        self.type = type_
        self.index = index
        if unique:
            self.constraint += " UNIQUE"

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner = owner.__name__
        self.name = name
        self.column = name

    @property
    def definition(self) -> str:
        """The column's line in CREATE TABLE."""
        return f"{self.column} {TYPES[self.type].sql} {self.constraint}"

    @overload
    def __get__(self, row: None, table: type) -> "Column[T]": ...
    @overload
    def __get__(self, row: "Table", table: type) -> T: ...
    def __get__(self, row: "Table | None", table: type) -> "Column[T] | T":
        if row is None:
            return self
        try:
            return vars(row)[self.name]
        except KeyError:
            raise AttributeError(f"{row!r} has no {self.name} yet") from None

    def __set__(self, row: "Table", value: T) -> None:
        self.encode(value)  # which refuses what the column cannot hold
        vars(row)[self.name] = value
        row.changed.add(self.name)

    def load(self, row: "Table", value: Any) -> None:
        """Put a value of the database into an object."""
        vars(row)[self.name] = TYPES[self.type].decode(value)

    def encode(self, value: Any) -> Any:
        """Return a value as the database keeps it; raise TypeError for another type.

        Neither True as an int nor a datetime as a date is let through, nor a datetime
        without a time zone.
        """
        if type(value) is not self.type:
            raise TypeError(
                f"{self.owner}.{self.name} takes {self.type.__name__}, not {value!r}"
            )
        return TYPES[self.type].encode(value)

    def _compared(self, operator: str, value: Any) -> Condition:
        return Condition(f"{self.column} {operator} ?", self.encode(value))

    def __eq__(self, value: object) -> Condition:  # type: ignore[override]
        return self._compared("=", value)

    def __ne__(self, value: object) -> Condition:  # type: ignore[override]
        return self._compared("<>", value)

    def __lt__(self, value: T) -> Condition:
        return self._compared("<", value)

    def __le__(self, value: T) -> Condition:
        return self._compared("<=", value)

    def __gt__(self, value: T) -> Condition:
        return self._compared(">", value)

    def __ge__(self, value: T) -> Condition:
        return self._compared(">=", value)

    __hash__ = object.__hash__  # which a class with its own __eq__ would lose

    def contains(self, text: str) -> Condition:
        """The column has ``text`` in it; the case of ASCII letters does not count.

        LIKE would do the same for most texts, but not for ``%``, ``_`` and NUL.
        """
        return Condition(f"instr(lower({self.column}), lower(?)) > 0", text)

    def ascending(self) -> Order:
        """The smallest first."""
        return Order(f"{self.column} ASC")

    def descending(self) -> Order:
        """The largest first."""
        return Order(f"{self.column} DESC")

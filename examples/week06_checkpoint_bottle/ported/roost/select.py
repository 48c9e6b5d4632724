"""SELECT, built step by step, and sent when its rows are asked for."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from roost.columns import TYPES, Column
from roost.conditions import Condition, Order
from roost.tables import Table

if TYPE_CHECKING:
    from roost.session import Session

Row = TypeVar("Row", bound=Table)


@dataclass(frozen=True)
class Select(Generic[Row]):
    """A query. Each step returns a new one, so a query can be the start of several."""

    session: "Session"
    table: type[Row]
    condition: Condition | None = None
    orders: tuple[Order, ...] = ()
    size: int = -1  # SQLite's word for "all"
    start: int = 0

    def where(self, condition: Condition) -> "Select[Row]":
        """Keep the rows for which ``condition`` holds, and all earlier ones too."""
        both = condition if self.condition is None else self.condition & condition
        return replace(self, condition=both)

    def order_by(self, *orders: Order) -> "Select[Row]":
        """Sort the rows by the first order, and where it ties by the next."""
        return replace(self, orders=orders)

    def limit(self, size: int) -> "Select[Row]":
        """Take so many rows at most."""
        return replace(self, size=size)

    def offset(self, start: int) -> "Select[Row]":
        """Leave out so many rows at the beginning."""
        return replace(self, start=start)

    def all(self) -> list[Row]:
        """Return the rows as objects."""
        columns = ", ".join(column.column for column in self.table.columns.values())
        rows = self._rows(columns, *self._ordered(), "LIMIT ? OFFSET ?", limited=True)
        return [self.session.load(self.table, row) for row in rows]

    def first(self) -> Row | None:
        """Return the first row, or None if there is none."""
        rows = self.limit(1).all()
        return rows[0] if rows else None

    def count(self) -> int:
        """Return how many rows there are, whatever the limit."""
        return self._rows("count(*)")[0][0]

    def distinct(self, column: Column) -> list[Any]:
        """Return the values that a column has in these rows, each once, sorted."""
        rows = self._rows(f"DISTINCT {column.column}", "ORDER BY 1")
        return [TYPES[column.type].decode(value) for (value,) in rows]

    def _ordered(self) -> list[str]:
        if not self.orders:
            return []
        return ["ORDER BY", ", ".join(order.sql for order in self.orders)]

    def _rows(self, what: str, *ends: str, limited: bool = False) -> list[tuple]:
        words = ["SELECT", what, "FROM", self.table.table_name]
        parameters: tuple = ()
        if self.condition is not None:
            words += ["WHERE", self.condition.sql]
            parameters = self.condition.parameters
        if limited:
            parameters += (self.size, self.start)
        return self.session.execute(" ".join([*words, *ends]), parameters).fetchall()

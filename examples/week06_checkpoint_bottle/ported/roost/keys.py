"""Keys: the number of a row, and the number of a row of another table."""

from typing import TYPE_CHECKING, Any, TypeVar

from roost.columns import Column

if TYPE_CHECKING:
    from roost.tables import Table

Row = TypeVar("Row", bound="Table")


class Key(Column[int]):
    """The number of a row. SQLite chooses it, and chooses none for a second time.

    Without AUTOINCREMENT the number of a deleted last row would be given to the next.
    """

    constraint = "PRIMARY KEY AUTOINCREMENT"

    def __init__(self) -> None:
        super().__init__(int)


class ForeignKey(Column[Row]):
    """A row of another table, which is read when it is first asked for."""

    def __init__(self, table: type[Row]) -> None:
        super().__init__(int, index=True)  # type: ignore[arg-type]
        self.table = table

    def __set_name__(self, owner: type, name: str) -> None:
        super().__set_name__(owner, name)
        self.column = f"{name}_id"
        self.constraint = f"NOT NULL REFERENCES {self.table.table_name} (id)"

    def __get__(self, row: "Table | None", table: type) -> Any:
        read = row is not None and self.column in vars(row)
        if read and self.name not in vars(row):
            vars(row)[self.name] = row.session.get(self.table, vars(row)[self.column])
        return super().__get__(row, table)

    def load(self, row: "Table", value: Any) -> None:
        vars(row)[self.column] = value

    def encode(self, value: Any) -> Any:
        if type(value) is not self.table or "id" not in vars(value):
            raise TypeError(
                f"{self.owner}.{self.name} takes a stored {self.table.__name__}, "
                f"not {value!r}"
            )
        return value.id

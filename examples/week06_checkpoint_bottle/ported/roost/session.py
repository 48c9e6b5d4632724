"""A session: one connection, and the objects that were read through it."""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from roost.errors import translated
from roost.select import Select
from roost.tables import Table

Row = TypeVar("Row", bound=Table)

log = logging.getLogger("roost")


class Session:
    """Reads and writes rows as objects: one for each row, however often it is read."""

    def __init__(
        self, connection: sqlite3.Connection, write_lock: AbstractContextManager
    ) -> None:
        self.connection = connection
        self.ended = False
        self._write_lock = write_lock
        self._objects: dict[tuple[type[Table], int], Any] = {}
        self._written: list[tuple[Table, bool, set[str]]] = []

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Send a statement with values for its question marks; raise Unavailable."""
        if self.ended:
            raise RuntimeError(
                "the session has ended, and others use its connection: read what you "
                "need inside of `with database.session()`"
            )
        log.debug("%s %r", sql, tuple(parameters))
        with translated():
            return self.connection.execute(sql, parameters)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Store all that the block writes, or, if it raises anything, none of it.

        BEGIN IMMEDIATE takes the lock for writing at once, and waits for it. A
        transaction that began by reading and wrote later could not wait: what it had
        read would be out of date (SQLite's "Isolation in SQLite").
        """
        if self.connection.in_transaction:
            raise RuntimeError(
                "this session is in a transaction already: leave out the inner "
                "`with session.transaction()`, the outer one stores both or none"
            )
        with self._write_lock:
            self.execute("BEGIN IMMEDIATE")
            # What was read before may have been changed by others since.
            self._objects.clear()
            self._written.clear()
            try:
                yield
                self.execute("COMMIT")
            except BaseException:
                self._objects.clear()
                for row, was_stored, changed in reversed(self._written):
                    row.changed |= changed
                    if not was_stored:
                        vars(row).pop("id", None)
                if self.connection.in_transaction:  # a full disk has ended it already
                    self.execute("ROLLBACK")
                raise

    def select(self, table: type[Row]) -> Select[Row]:
        """Begin a query for rows of ``table``."""
        return Select(self, table)

    def get(self, table: type[Row], id_: int) -> Row | None:
        """Return the row with this id, or None."""
        known = self._objects.get((table, id_))
        return known or self.select(table).where(table.columns["id"] == id_).first()

    def load(self, table: type[Row], row: tuple) -> Row:
        """Return the object for a row that was read: the same one for the same row."""
        loaded = table.from_row(self, row)
        return self._objects.setdefault((table, loaded.id), loaded)

    def add(self, row: Table) -> None:
        """INSERT an object, and give it its id."""
        self._writing(row)
        values = _encoded(row)
        marks = ", ".join("?" for _ in values)
        sql = ["INSERT INTO", row.table_name, f"({', '.join(values)}) VALUES ({marks})"]
        cursor = self.execute(" ".join(sql), tuple(values.values()))
        row.id = cursor.lastrowid
        row.session = self
        row.changed.clear()
        self._objects[type(row), row.id] = row

    def update(self, row: Table) -> None:
        """UPDATE the columns that were set since the object was read, and no others.

        Raises LookupError if somebody has deleted the row meanwhile.
        """
        self._writing(row)
        if values := _encoded(row):
            changes = ", ".join(f"{column} = ?" for column in values)
            sql = ["UPDATE", row.table_name, "SET", changes, "WHERE id = ?"]
            if self.execute(" ".join(sql), (*values.values(), row.id)).rowcount == 0:
                raise LookupError(f"{row!r} is not in the database any more")
            row.changed.clear()

    def delete(self, row: Table) -> None:
        """DELETE the row of an object."""
        self._writing(row)
        sql = ["DELETE FROM", row.table_name, "WHERE id = ?"]
        self.execute(" ".join(sql), (row.id,))
        self._objects.pop((type(row), row.id), None)

    def _writing(self, row: Table) -> None:
        """Note what ``row`` was before it is written, for a rollback."""
        if not self.connection.in_transaction:
            raise RuntimeError(
                "nothing is written outside of a transaction: put this into "
                "`with session.transaction():`"
            )
        self._written.append((row, "id" in vars(row), set(row.changed)))


def _encoded(row: Table) -> dict[str, Any]:
    """Return the columns that were set, with values as the database keeps them."""
    columns = [each for name, each in row.columns.items() if name in row.changed]
    return {each.column: each.encode(vars(row)[each.name]) for each in columns}

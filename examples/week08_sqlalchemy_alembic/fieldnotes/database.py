"""Where the database is, and how its connections are made."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event


def url() -> str:
    """Return FIELDNOTES_DATABASE, or the address of the file in FIELDNOTES_DATA."""
    folder = Path(os.environ.get("FIELDNOTES_DATA", "data"))
    folder.mkdir(exist_ok=True)
    return os.environ.get("FIELDNOTES_DATABASE", f"sqlite:///{folder}/fieldnotes.db")


def make_engine(
    address: str, *, check_foreign_keys: bool = True, **options: Any
) -> Engine:
    """Return an engine on which SQLite has transactions as PostgreSQL has them."""
    engine = create_engine(address, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", leave_transactions_to_us)
        event.listen(engine, "begin", begin)
        if check_foreign_keys:
            event.listen(engine, "connect", switch_foreign_keys_on)
    return engine


def leave_transactions_to_us(connection: sqlite3.Connection, _record: object) -> None:
    """Keep the driver from beginning late, and not at all before a CREATE TABLE."""
    connection.isolation_level = None


def begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def switch_foreign_keys_on(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")

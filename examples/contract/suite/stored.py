"""What a program has stored, read past it: its files and the tables of its database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import psycopg
from psycopg import sql

from contract.applications import Running

Table = tuple[str, list[tuple[object, ...]]]


def files(running: Running) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of everything it keeps; a PostgreSQL table counts as a file."""
    for path in sorted(running.data.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()
    if running.database is not None:
        for name, rows in tables(running):
            yield name, "\n".join(str(value) for row in rows for value in row).encode()


def tables(running: Running) -> list[Table]:
    """Return the name and the rows of each table."""
    if running.database is not None:
        return _of_postgresql(running.database)
    found: list[Table] = []
    for path in sorted(running.data.rglob("*")):
        if path.is_file() and path.read_bytes().startswith(b"SQLite format 3"):
            found += _of_sqlite(str(path))
    return found


def _of_sqlite(path: str) -> list[Table]:
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        return [
            (name, connection.execute(f'SELECT * FROM "{name}"').fetchall())  # noqa: S608
            for (name,) in names.fetchall()
        ]


def _of_postgresql(address: str) -> list[Table]:
    with psycopg.connect(address) as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        return [
            (
                name,
                connection.execute(
                    sql.SQL("SELECT * FROM {}").format(sql.Identifier(name))
                ).fetchall(),
            )
            for (name,) in names.fetchall()
        ]

"""The one fault of a database that is not a mistake in the program."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

CAUSES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}


class Unavailable(Exception):
    """The file is locked for long, the disk is full or fails: nothing was stored."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise Unavailable for the errors of sqlite3 that come from outside.

    The lower eight bits are the cause, those above say more about it (SQLite's "Result
    and Error Codes").
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in CAUSES:
            raise Unavailable(str(error)) from error
        raise

"""A database file, its tables and its connections."""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roost.errors import Unavailable, translated
from roost.session import Session
from roost.tables import Table

MAX_IDLE = 8
"""So many connections are kept open while nobody uses them."""


class WriteLock:
    """Lets the threads of this process write one after the other.

    SQLite's own lock has no queue: whoever waits looks again from time to time, so
    among many threads some would never be the one who looks at the right moment.
    Processes still meet at SQLite's lock, but they are few.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=self._timeout):
            raise Unavailable("other threads kept the database to themselves")

    def __exit__(self, *error: object) -> None:
        self._lock.release()


class Database:
    """A SQLite file.

    ``busy_timeout`` is how long to wait for a lock of another process,
    ``queue_timeout`` how long for the other threads of this one, both in seconds.
    """

    def __init__(
        self, path: Path, *, busy_timeout: float = 5.0, queue_timeout: float = 20.0
    ) -> None:
        self.path = path
        self.busy_timeout = busy_timeout
        self._write_lock = WriteLock(queue_timeout)
        self._idle: deque[sqlite3.Connection] = deque()

    def create(self, *tables: type[Table]) -> None:
        """Make the file and those of its tables that are missing.

        In a file in WAL mode a writer does not keep readers waiting. The mode is kept
        in the file, and can only be set while nobody else uses it: before the servers.
        """
        with self.session() as session:
            session.execute("PRAGMA journal_mode = WAL")
            with session.transaction():
                for table in tables:
                    for statement in table.create_statements():
                        session.execute(statement)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session with a connection of its own, for one request or one task."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
        session = Session(connection, self._write_lock)
        try:
            yield session
        finally:
            session.ended = True
            if connection.in_transaction or len(self._idle) >= MAX_IDLE:
                connection.close()  # which takes back what was not committed
            else:
                self._idle.append(connection)

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()

    def _connect(self) -> sqlite3.Connection:
        with translated():
            connection = sqlite3.connect(
                self.path,
                timeout=self.busy_timeout,
                isolation_level=None,  # no BEGIN but ours
                check_same_thread=False,  # one at a time, but not always the same
            )
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")  # what is committed stays
        return connection

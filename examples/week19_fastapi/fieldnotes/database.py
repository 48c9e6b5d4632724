from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy import Connection, event, text
from sqlmodel import Session, SQLModel, create_engine

from .settings import settings

POOL_SIZE = 10
BUSY_TIMEOUT = 10  # seconds that a writer waits for another
LOCK_TIMEOUT = {"options": f"-c lock_timeout={BUSY_TIMEOUT}s"}  # by default, for ever

SQLITE = settings.database_url.startswith("sqlite:")
engine = create_engine(
    settings.database_url,
    pool_size=POOL_SIZE,
    pool_pre_ping=not SQLITE,
    connect_args={"timeout": BUSY_TIMEOUT} if SQLITE else LOCK_TIMEOUT,
)

if SQLITE:

    @event.listens_for(engine, "connect")
    def set_pragmas(connection, record):
        # Readers do not wait for a writer in this mode, nor it for them.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")


def create_tables() -> None:
    with engine.begin() as connection:
        # Several workers start at once, and one of them is to make the tables.
        if SQLITE:
            connection.execute(text("BEGIN IMMEDIATE"))
        else:
            lock(connection)
        SQLModel.metadata.create_all(connection)


def lock(connection: Connection) -> None:
    """Wait, on PostgreSQL, until no other transaction holds this lock; take it."""
    connection.execute(text("SELECT pg_advisory_xact_lock(20260601)"))


def get_session() -> Iterator[Session]:
    # What was read stays readable after a commit, also if somebody has deleted it.
    with Session(engine, expire_on_commit=False) as session:
        yield session


# A request that waits for a connection would keep one of the 40 threads. Enough of
# them, and those that hold a connection find no thread to go on with. So no more
# requests get a session than there are connections; the others wait without a thread.
# With the scope "function" it is given back before the answer is sent.
SessionDep = Annotated[
    Session, Depends(get_session, scope="function", max_concurrency=POOL_SIZE)
]

"""One engine for the application, and one session for each request."""

import sqlite3

from flask import Flask, current_app, g
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

LOCK_TIMEOUT = {"options": "-c lock_timeout=10s"}  # PostgreSQL's default is for ever


def init_app(app: Flask) -> None:
    url = app.config["DATABASE_URL"]
    sqlite = url.get_backend_name() == "sqlite"
    options = {} if sqlite else LOCK_TIMEOUT
    engine = create_engine(url, pool_pre_ping=True, connect_args=options)
    if sqlite:
        event.listen(engine, "connect", prepare_sqlite)
    app.extensions["engine"] = engine
    app.teardown_appcontext(close_session)


def prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA busy_timeout = 10000")  # milliseconds; before the others
    connection.execute("PRAGMA journal_mode = WAL")  # readers do not wait for a writer
    connection.execute("PRAGMA foreign_keys = ON")


def get_session() -> Session:
    """Return the session of this request; its connection is taken when it is used."""
    if "database_session" not in g:
        # What was committed stays readable: to load it again could meet a row that
        # somebody else has deleted meanwhile.
        engine = current_app.extensions["engine"]
        g.database_session = Session(engine, expire_on_commit=False)
    return g.database_session


def close_session(_error: BaseException | None) -> None:
    """Give the connection back; what was not committed is undone."""
    session = g.pop("database_session", None)
    if session is not None:
        session.close()

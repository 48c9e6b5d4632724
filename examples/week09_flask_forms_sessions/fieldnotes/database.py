"""One engine for the application, and one session for each request."""

import sqlite3

from flask import Flask, current_app, g
from psycopg import Connection
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session


def init_app(app: Flask) -> None:
    engine = create_engine(app.config["DATABASE_URL"], pool_pre_ping=True)
    prepare = prepare_sqlite if engine.dialect.name == "sqlite" else prepare_postgresql
    event.listen(engine, "connect", prepare)
    app.extensions["engine"] = engine
    app.teardown_appcontext(close_session)


def prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA busy_timeout = 10000")  # milliseconds; before the others
    connection.execute("PRAGMA journal_mode = WAL")  # readers do not wait for a writer
    connection.execute("PRAGMA foreign_keys = ON")


def prepare_postgresql(connection: Connection, _record: object) -> None:
    connection.execute("SET lock_timeout = 10000")  # milliseconds; by default, for ever
    connection.commit()


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

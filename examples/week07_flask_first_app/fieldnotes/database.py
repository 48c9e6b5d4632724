"""One connection to the database for each request, kept in g."""

import sqlite3

from flask import Flask, current_app, g


def init_app(app: Flask) -> None:
    app.teardown_appcontext(close_connection)


def get_connection() -> sqlite3.Connection:
    """Return the connection of this request; the first call opens it."""
    if "connection" not in g:
        g.connection = sqlite3.connect(current_app.config["DATABASE"])
        g.connection.row_factory = sqlite3.Row  # columns by their names
    return g.connection


def close_connection(_error: BaseException | None) -> None:
    """Close the connection; what was not committed is undone."""
    connection = g.pop("connection", None)
    if connection is not None:
        connection.close()

"""One connection for each request, opened when it is needed and closed at its end."""

import sqlite3

from flask import Flask, g

app = Flask(__name__)


def get_connection():
    """Return the connection of this request, the same one each time."""
    if "connection" not in g:
        g.connection = sqlite3.connect(":memory:")
    return g.connection


@app.teardown_appcontext
def close_connection(error):
    """Close the connection, if one was opened."""
    connection = g.pop("connection", None)
    if connection is not None:
        connection.close()

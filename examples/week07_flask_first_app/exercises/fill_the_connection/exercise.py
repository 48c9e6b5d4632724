"""Fill in what stands as `...`: one connection for each request, closed at its end."""

import sqlite3

from flask import Flask, g

app = Flask(__name__)


def get_connection():
    """Return the connection of this request, the same one each time."""
    if ...:
        g.connection = sqlite3.connect(":memory:")
    return ...


@app.teardown_appcontext
def close_connection(error):
    """Close the connection, if one was opened."""
    connection = g.pop("connection", ...)
    if connection is not None:
        ...

"""A plugin that gives handlers of Bottle a connection, if they want one."""

import sqlite3
from contextlib import closing
from functools import wraps


class Connections:
    """Gives a connection to each handler that has a parameter ``connection``."""

    name = "connections"
    api = 2

    def __init__(self, file):
        self.file = file

    def apply(self, callback, route):
        if "connection" not in route.get_callback_args():
            return callback

        @wraps(callback)
        def with_connection(**parameters):
            with closing(sqlite3.connect(self.file)) as connection, connection:
                return callback(connection=connection, **parameters)

        return with_connection

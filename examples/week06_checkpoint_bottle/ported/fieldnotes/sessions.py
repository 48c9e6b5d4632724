"""A plugin for Bottle: a session of roost for each request that needs one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from bottle import HTTPError, Route
from roost import Database, Unavailable


class Sessions:
    """Gives a session to each handler that has a parameter ``session``."""

    name = "sessions"
    api = 2

    def __init__(self, database: Database) -> None:
        self.database = database

    def apply(self, callback: Callable[..., Any], route: Route) -> Callable[..., Any]:
        """Return what is called in the place of a route's handler."""
        if "session" not in route.get_callback_args():
            return callback

        @wraps(callback)
        def with_session(**parameters: Any) -> Any:
            try:
                with self.database.session() as session:
                    return callback(session=session, **parameters)
            except Unavailable as error:
                detail = "Nothing was stored. Please try again in a moment."
                raise HTTPError(503, detail, retry_after="5") from error

        return with_session

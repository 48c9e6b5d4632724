"""The parts of Fieldnotes, put together."""

import sys

from perch import App, HTTPError, Request, Response, Templates
from perch.app import Handle, Middleware
from perch.middleware import same_origin_only
from roost import Database, Unavailable

from fieldnotes.settings import Settings
from fieldnotes.views import HERE, error_page, routes


def create_app(settings: Settings | None = None) -> App:
    """Return the application; its settings are those of the environment by default."""
    settings = settings or Settings.read()
    if not settings.database_file.exists():
        sys.exit(
            f"{settings.database_file} does not exist: make it with "
            "`python -m fieldnotes init`, or with `load FILE` in place of `init`"
        )
    database = Database(settings.database_file)
    return App(
        routes,
        templates=Templates(HERE / "templates"),
        middleware=[same_origin_only, with_session(database, settings)],
        error_page=error_page,
    )


def with_session(database: Database, settings: Settings) -> Middleware:
    """Give each request a session of its own, and the date of today."""

    def middleware(handle: Handle) -> Handle:
        def handled(request: Request) -> Response:
            request.state.today = settings.today()
            try:
                with database.session() as request.state.session:
                    return handle(request)
            except Unavailable as error:
                detail = "Nothing was stored. Please try again in a moment."
                raise HTTPError(503, detail, {"Retry-After": "5"}) from error

        return handled

    return middleware

"""The parts of Fieldnotes, put together."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from perch import App, Request, Response, Templates
from perch.app import Handle, Middleware
from perch.middleware import same_origin_only

from fieldnotes.sightings import Sighting, read
from fieldnotes.views import HERE, error_page, routes


def data_file() -> Path:
    """Return where the sightings are kept: in the folder FIELDNOTES_DATA names."""
    return Path(os.environ.get("FIELDNOTES_DATA", "data")) / "sightings.csv"


def create_app() -> App:
    """Return the application, with the sightings of its file."""
    file = data_file()
    if not file.exists():
        sys.exit(f"{file} does not exist: run `python -m fieldnotes load FILE` first")
    return App(
        routes,
        templates=Templates(HERE / "templates"),
        middleware=[same_origin_only, with_sightings(read(file))],
        error_page=error_page,
    )


def with_sightings(sightings: Sequence[Sighting]) -> Middleware:
    """Leave the sightings with each request, where the handlers find them."""

    def middleware(handle: Handle) -> Handle:
        def handled(request: Request) -> Response:
            request.state.sightings = sightings
            return handle(request)

        return handled

    return middleware

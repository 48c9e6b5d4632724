"""A list of sightings over WSGI, as JSON: what the deployment of this week deploys."""

import json
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from roost import Database, Session, Unavailable

from fieldnotes.models import Observer, Sighting, at_or_below

log = logging.getLogger("fieldnotes")

NOT_ALLOWED = "405 Method Not Allowed"


class Application:
    """Answers /healthz, and /sightings with or without ?place=."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            with self.database.session() as session:
                status, answer = self.answer(session, environ)
        except Unavailable:
            log.exception("the database does not answer")
            status, answer = "503 Service Unavailable", {"error": "try again"}
        body = json.dumps(answer).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if status == NOT_ALLOWED:
            headers.append(("Allow", "GET, HEAD"))
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def answer(self, session: Session, environ: dict[str, Any]) -> tuple[str, Any]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return NOT_ALLOWED, {"error": "this can only be read"}
        path = environ.get("PATH_INFO", "")
        if path == "/healthz":
            return "200 OK", "ok"
        if path == "/sightings":
            query = parse_qs(environ.get("QUERY_STRING", ""))
            return "200 OK", sightings(session, query.get("place", [""])[0])
        return "404 Not Found", {"error": "there is no such page"}


def sightings(session: Session, place: str) -> list[dict[str, Any]]:
    """Return what was seen at a place, or everywhere, the newest first."""
    session.select(Observer).all()  # few observers: one query for all of them
    newest = (Sighting.seen_on.descending(), Sighting.id.descending())
    query = session.select(Sighting).order_by(*newest)
    if place:
        query = query.where(at_or_below(place))
    return [
        {
            "species": each.species,
            "count": each.count,
            "place": each.place,
            "seen_on": each.seen_on.isoformat(),
            "observer": each.observer.name,
        }
        for each in query.limit(20).all()
    ]


def database_file() -> Path:
    """Return the file of the sightings, in the folder that FIELDNOTES_DATA names."""
    return Path(os.environ.get("FIELDNOTES_DATA", "data")) / "fieldnotes.db"


def create_app() -> Application:
    """Return the application, which connects in each of Gunicorn's workers."""
    file = database_file()
    if not file.exists():
        sys.exit(f"{file} does not exist: make it with `python -m fieldnotes.load CSV`")
    return Application(Database(file))

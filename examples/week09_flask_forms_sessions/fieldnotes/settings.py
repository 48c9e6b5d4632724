"""What the environment says, checked once, at the start.

A setting that cannot be used ends the program with one line. ``sys.exit`` does that
under ``flask run`` and under ``gunicorn --preload`` alike.
"""

import secrets
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

MIB = 1024 * 1024
SECRET_LENGTH = 32


def init_app(app: Flask, given: Mapping[str, object]) -> None:
    app.config.from_mapping(
        DATA=app.instance_path, MODE="production", TOKEN_LIFETIME=86400
    )
    app.config.from_prefixed_env("FIELDNOTES", loads=str)
    app.config.from_mapping(given)
    production = mode(app) == "production"
    app.config.from_mapping(
        SECRET_KEY=secret(app, production),
        DATABASE_URL=database_url(app, data_folder(app)),
        FIXED_TODAY=fixed_today(app),
        TOKEN_SECONDS=token_seconds(app),
        SESSION_COOKIE_SECURE=production,
        SESSION_COOKIE_SAMESITE="Lax",
        # A photo of 1 MiB, and what multipart/form-data puts around it. Flask answers
        # 413 when a request announces more, before it reads the body.
        MAX_CONTENT_LENGTH=MIB + 16 * 1024,
        # With its token in a header, JSON would pass for a form: FlaskForm reads both.
        WTF_CSRF_HEADERS=[],
    )


def mode(app: Flask) -> str:
    if app.config["MODE"] not in ("production", "development"):
        sys.exit(
            f"FIELDNOTES_MODE is {app.config['MODE']!r}: "
            "set it to production or to development"
        )
    return app.config["MODE"]


def secret(app: Flask, production: bool) -> str:
    given = app.config.get("SECRET")
    if production and not given:
        sys.exit(
            "FIELDNOTES_SECRET is not set: set it to a long random text that only this "
            "server knows, or set FIELDNOTES_MODE=development"
        )
    if production and len(given) < SECRET_LENGTH:
        sys.exit(
            f"FIELDNOTES_SECRET is too short: give it {SECRET_LENGTH} characters or "
            "more, made by secrets.token_hex()"
        )
    return given or secrets.token_hex(32)


def data_folder(app: Flask) -> Path:
    folder = Path(app.config["DATA"])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"FIELDNOTES_DATA cannot be used: {error}; name another folder")
    return folder.absolute()


def database_url(app: Flask, data: Path) -> URL:
    app.config["PHOTOS"] = data / "photos"
    given = app.config.get("DATABASE")
    if not given:
        return URL.create("sqlite", database=str(data / "fieldnotes.db"))
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername != "postgresql":
        sys.exit(
            "FIELDNOTES_DATABASE is no address of PostgreSQL: "
            "write postgresql://user@host:port/name, or leave it out for SQLite"
        )
    return url


def fixed_today(app: Flask) -> date | None:
    given = app.config.get("TODAY")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        sys.exit(f"FIELDNOTES_TODAY is {given!r}: write a date like 2026-06-01")


def token_seconds(app: Flask) -> int:
    given = str(app.config["TOKEN_LIFETIME"])
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        sys.exit(
            f"FIELDNOTES_TOKEN_LIFETIME is {given!r}: write a whole number of seconds, "
            "like 86400"
        )
    return int(given)


def today() -> date:
    """Return the date by which ``seen_on`` is judged."""
    return current_app.config["FIXED_TODAY"] or date.today()

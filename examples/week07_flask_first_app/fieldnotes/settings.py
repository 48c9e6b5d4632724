"""What the environment says, checked once, at the start.

A setting that cannot be used ends the program with one line. ``sys.exit`` does that
under ``flask run`` and under ``gunicorn --preload`` alike.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from flask import Flask


def init_app(app: Flask, given: Mapping[str, object]) -> None:
    app.config.from_mapping(DATA=app.instance_path, MODE="production")
    app.config.from_prefixed_env("FIELDNOTES", loads=str)
    app.config.from_mapping(given)
    check_mode(app)
    app.config["DATABASE"] = data_folder(app) / "fieldnotes.db"


def check_mode(app: Flask) -> None:
    mode = app.config["MODE"]
    if mode not in ("production", "development"):
        sys.exit(f"FIELDNOTES_MODE is {mode!r}: set it to production or to development")
    if mode == "production" and app.debug:
        sys.exit(
            "Flask is in debug mode, which gives strangers a way into this machine: "
            "leave out --debug and FLASK_DEBUG, or set FIELDNOTES_MODE=development"
        )


def data_folder(app: Flask) -> Path:
    folder = Path(app.config["DATA"])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"FIELDNOTES_DATA cannot be used: {error}; name another folder")
    return folder.absolute()

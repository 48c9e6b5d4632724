"""``python -m fieldnotes``: the server for development, and the commands."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from bottle import run
from roost import Database, Unavailable

from fieldnotes.app import create_app
from fieldnotes.load import LoadError, load
from fieldnotes.models import TABLES
from fieldnotes.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m fieldnotes", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="of the server")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("init", help="make an empty database")
    loading = commands.add_parser("load", help="make a database of a CSV file")
    loading.add_argument("file", type=Path)
    arguments = parser.parse_args()
    settings = Settings.read()
    try:
        if arguments.command is None:
            run(create_app(settings), host="127.0.0.1", port=arguments.port)
        else:
            prepare(settings, getattr(arguments, "file", None))
    except (LoadError, Unavailable, OSError) as error:
        sys.exit(f"fieldnotes: {error}")


def prepare(settings: Settings, file: Path | None) -> None:
    """Make the tables, and fill them if there is a file."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with closing(Database(settings.database_file)) as database:
        database.create(*TABLES)
        if file is not None:
            with database.session() as session:
                print(f"{load(session, file)} sightings loaded")


main()

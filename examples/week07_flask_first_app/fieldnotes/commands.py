"""`flask --app fieldnotes load FILE.csv`: make the table, and fill it."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from fieldnotes.database import get_connection

HEADER = "id,species,count,place,seen_on,notes,observer,created_at"
INSERT = """
    INSERT INTO sightings VALUES
    (:id, :species, :count, :place, :seen_on, :notes, :observer, :created_at)
"""


@click.command
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load(file: Path) -> None:
    """Make the table, and load sightings from FILE, a CSV in UTF-8."""
    rows = list(read(file))
    connection = get_connection()
    with current_app.open_resource("schema.sql", "r") as schema:
        connection.executescript(schema.read())
    if connection.execute("SELECT count(*) FROM sightings").fetchone()[0]:
        raise click.ClickException(
            "there are sightings already, and loading would mix with them: "
            "name an empty folder in FIELDNOTES_DATA"
        )
    with connection:  # all of them, or none
        connection.executemany(INSERT, rows)
    observers = {row["observer"] for row in rows}
    click.echo(f"Loaded {len(rows)} sightings of {len(observers)} observers.")


def read(file: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a file; its first mistake ends the command."""
    content = file.read_bytes()
    try:
        reader = csv.DictReader(StringIO(content.decode(), newline=""), strict=True)
    except UnicodeDecodeError as error:
        raise faulty(file, content.count(b"\n", 0, error.start) + 1, error) from None
    try:
        if ",".join(reader.fieldnames or []) != HEADER:
            raise ValueError(f"the first line must be {HEADER}")
        ids = set()
        for row in reader:
            check(row)
            if row["id"] in ids:
                raise ValueError(f"id is {row['id']}, as in a line before")
            ids.add(row["id"])
            yield row
    except (ValueError, csv.Error) as error:
        raise faulty(file, max(1, reader.reader.line_num), error) from None


def check(row: dict[str, str]) -> None:
    """Raise ValueError if a row cannot become a sighting."""
    if None in row or None in row.values():
        raise ValueError(f"there must be as many values as in {HEADER}")
    for name, kind in [
        ("id", int),
        ("count", int),
        ("seen_on", date.fromisoformat),
        ("created_at", datetime.fromisoformat),
    ]:
        try:
            kind(row[name])
        except ValueError as error:
            raise ValueError(f"{name} is {row[name]!r}: {error}") from None


def faulty(file: Path, line: int, error: Exception) -> click.ClickException:
    return click.ClickException(
        f"{file}, line {line}: {error}; mend the file and load it again"
    )

"""`flask --app fieldnotes load FILE.csv`: make the tables, and fill them."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from fieldnotes.accounts import NO_PASSWORD
from fieldnotes.database import get_session
from fieldnotes.forms import RowForm
from fieldnotes.models import Base, Sighting, User

HEADER = "id,species,count,place,seen_on,notes,observer,created_at"


@click.command
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load(file: Path) -> None:
    """Make the tables, and load sightings from FILE, a CSV in UTF-8."""
    session = get_session()
    Base.metadata.create_all(session.get_bind())
    if session.scalar(select(func.count(Sighting.id))):
        raise click.ClickException(
            "there are sightings already, and loading would mix with them: "
            "name an empty folder in FIELDNOTES_DATA, or an empty database"
        )
    rows = list(read(file))
    users = {user.username: user for user in session.scalars(select(User))}
    for name in sorted({row["observer"] for row in rows} - users.keys()):
        users[name] = User(username=name, password_hash=NO_PASSWORD)
        session.add(users[name])
    session.flush()
    for row in rows:
        row["observer_id"] = users[row.pop("observer")].id
    if rows:
        session.execute(insert(Sighting), rows)
        continue_ids(session)
    session.commit()
    click.echo(f"Loaded {len(rows)} sightings of {len(users)} observers.")


def read(file: Path) -> Iterator[dict[str, object]]:
    """Yield the rows as values of columns."""
    content = file.read_bytes()
    try:
        reader = csv.DictReader(StringIO(content.decode(), newline=""), strict=True)
    except UnicodeDecodeError as error:
        raise faulty(file, content.count(b"\n", 0, error.start) + 1, error) from None
    try:
        if ",".join(reader.fieldnames or []) != HEADER:
            raise ValueError(f"the first line must be {HEADER}")
        ids = set()
        for row in map(values, reader):
            if row["id"] in ids:
                raise ValueError(f"id is {row['id']}, as in a line before")
            ids.add(row["id"])
            yield row
    except (ValueError, csv.Error) as error:
        raise faulty(file, max(1, reader.reader.line_num), error) from None


def faulty(file: Path, line: int, error: Exception) -> click.ClickException:
    return click.ClickException(
        f"{file}, line {line}: {error}; mend the file and load it again"
    )


def values(row: dict[str, str]) -> dict[str, object]:
    """Turn texts into values, by the rules of the form; raise ValueError."""
    if None in row or None in row.values():
        raise ValueError(f"there must be as many values as in {HEADER}")
    form = RowForm(MultiDict(row), meta={"csrf": False})
    if not form.validate():
        name, errors = next(iter(form.errors.items()))
        raise ValueError(f"{name} is {row[name]!r}: {errors[0]}")
    return form.data


def continue_ids(session: Session) -> None:
    """Have PostgreSQL count on from the highest id; SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence("sightings", "id")
        session.execute(select(func.setval(sequence, select(func.max(Sighting.id)))))

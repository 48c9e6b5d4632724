"""Make the two tables of schema.sql in a database and fill them with the data set.

    python -m contract.fill sightings.db
    python -m contract.fill postgresql://user@localhost/name

Either all sightings are stored or none.
"""

import argparse
import csv
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from contract.generate import COLUMNS

HERE = Path(__file__).parent
SCHEMA = HERE / "schema.sql"
DATA = HERE / "data" / "sightings.csv"

ADD_OBSERVER = "INSERT INTO observers VALUES (?)"
ADD_SIGHTING = "INSERT INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


class CannotFill(Exception):
    """The message says what is wrong, where, and what to do."""


def read(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each sighting after the number of the line on which it ends."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, strict=True)
            if tuple(next(lines, [])) != COLUMNS:
                columns = ",".join(COLUMNS)
                raise CannotFill(f"{path}, line 1: the columns must be {columns}")
            for row in lines:
                if len(row) != len(COLUMNS):
                    raise CannotFill(
                        f"{path}, line {lines.line_num}: there are {len(row)} values "
                        f"for {len(COLUMNS)} columns"
                    )
                yield lines.line_num, row
    except OSError as error:
        raise CannotFill(f"Cannot read {path}: {error.strerror}.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise CannotFill(f"{path} is no CSV file in UTF-8: {error}.") from error


def insert(execute: Callable, mark: str, errors: type[Exception], data: Path) -> int:
    """Make the tables, insert all rows, and return the number of sightings."""
    for statement in SCHEMA.read_text(encoding="utf-8").split(";\n")[:-1]:
        execute(statement)
    known = set()
    number = 0
    for line, row in read(data):
        observer = row[COLUMNS.index("observer")]
        try:
            if observer not in known:
                execute(ADD_OBSERVER.replace("?", mark), [observer])
                known.add(observer)
            execute(ADD_SIGHTING.replace("?", mark), row)
        except errors as error:
            said = str(error).splitlines()[0]
            raise CannotFill(
                f"{data}, line {line}: the database refuses this sighting ({said}). "
                "Nothing was stored."
            ) from error
        number += 1
    return number


def fill_sqlite(path: Path, data: Path) -> int:
    if not path.parent.is_dir():
        raise CannotFill(f"There is no folder {path.parent}. Make it first.")
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        with closing(connection):
            connection.execute("BEGIN IMMEDIATE")
            found = connection.execute("SELECT name FROM sqlite_master").fetchall()
            refuse_tables({name for (name,) in found}, str(path))
            number = insert(connection.execute, "?", sqlite3.Error, data)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise CannotFill(
            f"{path} cannot be used as an SQLite database ({error}). "
            "Name another file, or one that does not exist yet."
        ) from error
    return number


def fill_postgresql(address: str, data: Path) -> int:
    try:
        import psycopg
    except ImportError as error:
        raise CannotFill(
            "PostgreSQL needs a driver: python -m pip install 'psycopg[binary]'"
        ) from error
    try:
        connection = psycopg.connect(address)
    except psycopg.Error as error:
        said = str(error).strip()
        raise CannotFill(f"There is no way into this database: {said}") from error
    with connection:
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )
        refuse_tables({name for (name,) in found}, connection.info.dbname)
        return insert(connection.execute, "%s", psycopg.Error, data)


def refuse_tables(found: set[str], database: str) -> None:
    if taken := found & {"observers", "sightings"}:
        raise CannotFill(
            f"{database} has tables already: {', '.join(sorted(taken))}. "
            "Name another database, or remove this one first."
        )


def fill(database: str, data: Path = DATA) -> int:
    """Fill a file or a postgresql:// address; return the number of sightings."""
    if database.startswith(("postgresql://", "postgres://")):
        return fill_postgresql(database, data)
    if "://" in database:
        scheme = database.partition("://")[0]
        raise CannotFill(
            f"{scheme}:// is not known here. Give the name of a file, for SQLite, "
            "or an address that begins with postgresql://"
        )
    return fill_sqlite(Path(database), data)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m contract.fill",
        description="Make a database with the sightings of the course.",
    )
    parser.add_argument("database", help="a file, or postgresql://user@host/name")
    parser.add_argument("--csv", type=Path, default=DATA, help="other data")
    options = parser.parse_args(arguments)
    try:
        number = fill(options.database, options.csv)
    except CannotFill as error:
        parser.exit(2, f"{error}\n")
    print(f"{number} sightings are stored.")


if __name__ == "__main__":
    main()

"""Change the tables of a file step by step: python -m steps.migrate FILE"""

import sqlite3
import sys

MIGRATIONS = [
    "CREATE TABLE sightings (species TEXT NOT NULL)",
    "ALTER TABLE sightings ADD COLUMN sky TEXT NOT NULL DEFAULT ''",
]


def migrate(connection: sqlite3.Connection, migrations: list[str]) -> None:
    """Run those that this file has not seen; its ``user_version`` counts them."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (done,) = connection.execute("PRAGMA user_version").fetchone()
        known = len(migrations)
        if done > known:
            raise RuntimeError(
                f"the file has {done} migrations, this program knows {known}: "
                "use a newer program"
            )
        for number, sql in enumerate(migrations[done:], done + 1):
            print(number, sql)
            connection.execute(sql)
        connection.execute(f"PRAGMA user_version = {known}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


if __name__ == "__main__":
    migrate(sqlite3.connect(sys.argv[1], isolation_level=None), MIGRATIONS)

"""Search by what a visitor has filled in, with a driver and nothing else."""

import os
import sqlite3
from contextlib import closing

import psycopg


def find(connection, species=None, place=None):
    words, values = ["SELECT species, seen_on FROM sightings WHERE true"], []
    if species is not None:
        words.append("AND species = ?")
        values.append(species)
    if place is not None:
        words.append("AND place = ?")
        values.append(place)
    return connection.execute(" ".join(words), values).fetchall()


def main():
    address = os.environ.get("FIELDNOTES_DATABASE")
    connection = psycopg.connect(address) if address else sqlite3.connect(":memory:")
    with closing(connection):
        connection.execute(
            "CREATE TEMPORARY TABLE sightings"
            " (species VARCHAR(80), place VARCHAR(200), seen_on DATE)"
        )
        connection.execute(
            "INSERT INTO sightings VALUES ('Barn Owl', 'ely/meadow', '2026-05-31')"
        )
        for row in find(connection, place="ely/meadow"):
            print(row)


if __name__ == "__main__":
    main()

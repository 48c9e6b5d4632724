"""A small database in memory. Where birds nest is nobody's business."""

import sqlite3

TABLES = """
CREATE TABLE sightings (species TEXT, place TEXT, nest INTEGER);
INSERT INTO sightings VALUES ('Barn Owl', 'ely/meadow', 0);
INSERT INTO sightings VALUES ('Barn Owl', 'ely/church tower', 1);
INSERT INTO sightings VALUES ('Daubenton''s Bat', 'ely/river', 0);
CREATE TABLE observers (name TEXT, password TEXT);
INSERT INTO observers VALUES ('miriam', 'the hash of her password');
"""


def birds() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    return connection

"""Two people each add a second migration, and merge."""

import sqlite3

from steps.migrate import MIGRATIONS, migrate

FIRST, ADDS_SKY = MIGRATIONS  # the second is Ada's
ADDS_WIND = "ALTER TABLE sightings ADD COLUMN wind TEXT NOT NULL DEFAULT ''"  # Ben's

if __name__ == "__main__":
    of_ada = sqlite3.connect(":memory:", isolation_level=None)
    migrate(of_ada, [FIRST, ADDS_SKY])
    print("merged")
    migrate(of_ada, [FIRST, ADDS_WIND, ADDS_SKY])

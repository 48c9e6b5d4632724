"""What the environment says, checked once, at the start.

A setting that cannot be used ends the program with one line. ``sys.exit`` does that for
the commands and under ``gunicorn --preload`` alike.
"""

import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple


class Settings(NamedTuple):
    """``fixed_today`` is None where the clock says which day it is."""

    data: Path
    fixed_today: date | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the variables FIELDNOTES_..."""
        # Without sessions and a debugger nothing differs between the modes. A wrong one
        # is refused all the same: its author believes in a difference.
        mode = environment.get("FIELDNOTES_MODE", "production")
        if mode not in ("production", "development"):
            sys.exit(
                f"FIELDNOTES_MODE is {mode!r}: set it to production or development"
            )
        today = environment.get("FIELDNOTES_TODAY")
        try:
            fixed = date.fromisoformat(today) if today else None
        except ValueError:
            sys.exit(f"FIELDNOTES_TODAY is {today!r}: write a date like 2026-06-01")
        return cls(Path(environment.get("FIELDNOTES_DATA", "data")), fixed)

    @property
    def database_file(self) -> Path:
        """Where the sightings are kept."""
        return self.data / "fieldnotes.db"

    def today(self) -> date:
        """Return the day by which ``seen_on`` is judged."""
        return self.fixed_today or date.today()

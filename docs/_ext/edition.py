"""The date of this edition, the same on every machine that builds the same commit."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def commit_time(folder: Path) -> str | None:
    """Return the time of the last commit in ``folder`` in seconds since 1970, or None outside a repository."""
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip() or None


def fix_date(folder: Path) -> None:
    """Set ``SOURCE_DATE_EPOCH``, which Sphinx takes as today's date, unless it is set already.

    See https://reproducible-builds.org/specs/source-date-epoch/. Outside a repository today stays today.
    """
    if "SOURCE_DATE_EPOCH" not in os.environ and (seconds := commit_time(folder)):
        os.environ["SOURCE_DATE_EPOCH"] = seconds

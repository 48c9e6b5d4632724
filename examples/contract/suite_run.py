"""Run the contract's suite in a process of its own, as a person would at a terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from harness.inputs import environment

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "--tb=short"]
UNCOUNTED = {"COVERAGE_PROCESS_CONFIG": "", "COVERAGE_PROCESS_START": ""}
"""Without these, coverage measures neither the suite nor the servers it starts."""


def run_suite(*options: str, counted: bool = True) -> tuple[str, int]:
    """Run the suite with these options; return all that it printed and its exit status.

    Unless ``counted``, coverage does not count which lines this run executes, which makes
    it about twice as fast where coverage is on.
    """
    done = subprocess.run(
        [*COMMAND, "examples/contract/suite", *options],
        cwd=ROOT,
        env=environment() | ({} if counted else UNCOUNTED),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr, done.returncode

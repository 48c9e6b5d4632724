"""Run the suite: the tests of our tools, then examples/ with every line that is run counted.

    python tests/tools/suite.py

in an environment with the locks for docs and examples, from the root of the repository. `nox -s tests` and
`nox -s timings` call it. Two runs of pytest, because they want different things. Our tools keep the processors
busy, share what a module has built, and are not measured, which would cost them half as much again. The examples
wait for servers most of the time, so there are more workers than processors, and an idle one takes over the tests
that another has not begun.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "build" / "coverage"

TOOLS = ["pytest", "-q", "-n", "auto", "--dist", "loadscope", "tests"]
EXAMPLES = ["coverage", "run", "-m", "pytest", "-q", "-n", str(2 * (os.cpu_count() or 1))]
EXAMPLES += ["--dist", "worksteal", "examples"]


def run(*command: str, **variables: str) -> None:
    """Run a module of Python; end this program with its exit status if that is not 0."""
    environment = {**os.environ, **variables}
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def main(arguments: list[str]) -> None:
    """Run both parts, then judge the coverage; ``arguments`` go to both runs of pytest."""
    DATA.mkdir(parents=True, exist_ok=True)
    for leftover in DATA.glob("data*"):
        leftover.unlink()
    run(*TOOLS, *arguments)
    run(*EXAMPLES, *arguments)
    # Quiet, and without what remains: a process that a test killed leaves a file that is not whole.
    subprocess.run(
        [sys.executable, "-m", "coverage", "combine", "--quiet"],
        cwd=ROOT,
        check=False,
        stderr=subprocess.DEVNULL,
    )
    for leftover in DATA.glob("data.*"):
        leftover.unlink()
    run("harness.gate", PYTHONPATH="examples")
    run("coverage", "report")


if __name__ == "__main__":
    main(sys.argv[1:])

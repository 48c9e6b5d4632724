"""Hold several applications of the book to its contract, all at once.

    python -m contract.at_once --app flask --app django [ARGUMENTS]
    python -m contract.at_once --all [ARGUMENTS]

with examples/ on the path. Each application has a pytest and a server of its own, and while one waits another
works. ARGUMENTS go to each pytest. `nox -s contract` calls this for more than one application, and
`nox -s timings` measures it for the four that finish a framework.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

from contract.applications import EXAMPLES, applications


def names() -> list[str]:
    """Return the applications by the names that ``--app`` takes, those with most levels first."""
    found = sorted(applications(), key=lambda one: len(one.levels), reverse=True)
    return [application.id for application in found]


def hold(name: str, arguments: list[str]) -> tuple[int, float, str]:
    """Run the suite over one application; return its exit status, the seconds, and what it said."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--color=no",
        "examples/contract/suite",
    ]
    begun = time.perf_counter()
    done = subprocess.run(
        [*command, "--app", name, *arguments],
        cwd=EXAMPLES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, time.perf_counter() - begun, done.stdout + done.stderr


def main(arguments: list[str]) -> int:
    """Print a line for each application as it ends, and all that was said of one that fails.

    Returns 1 if one fails.
    """
    parser = argparse.ArgumentParser(prog="nox -s contract --", allow_abbrev=False)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--app", action="append", help="an application; may be given again"
    )
    which.add_argument(
        "--all", action="store_true", help="every application of the book"
    )
    options, others = parser.parse_known_args(arguments)
    if any(word.startswith("--report") for word in others):
        parser.error("--report FILE is for one application: they would share the file")
    chosen = names() if options.all else options.app
    failed = False
    begun = time.perf_counter()
    with ThreadPoolExecutor(len(chosen)) as pool:
        runs = {pool.submit(hold, name, others): name for name in chosen}
        for run in as_completed(runs):
            code, seconds, said = run.result()
            failed = failed or code != 0
            if code:
                print(f"{said.rstrip()}\n")
            verdict = said.strip().rpartition("\n")[2]
            print(f"{runs[run]:13} {seconds:6.1f} s   {verdict}", flush=True)
    print(f"{'all':13} {time.perf_counter() - begun:6.1f} s")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

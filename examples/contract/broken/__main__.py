"""Break applications, and see the suite notice: ``python -m contract.broken [NAME ...]``."""

from __future__ import annotations

import argparse
import sys

from contract import applications
from contract.broken import catalogue, record, trial, workshop


def main(words: list[str] | None = None) -> int:
    """Run the tests that are meant to notice; return 1 if one did not, 2 for a wrong name."""
    parser = argparse.ArgumentParser(
        prog="python -m contract.broken",
        description="Break applications on purpose, and see the suite notice.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="by default all")
    parser.add_argument("--list", action="store_true", help="only say which there are")
    parser.add_argument("--diff", action="store_true", help="only show the changes")
    parser.add_argument(
        "--whole",
        action="store_true",
        help="run the whole suite and record it; by default those that have no record",
    )
    parser.add_argument(
        "--cases",
        type=int,
        default=1,
        metavar="N",
        help="with --whole: run so many of the cases of a test, 0 for all (default 1)",
    )
    given = parser.parse_args(words)
    try:
        chosen = catalogue.find(given.names)
        if given.whole and not given.names:
            chosen = [each for each in chosen if not record.knows(each, record.read())]
        faults = [fault for broken in chosen for fault in look(broken, given)]
    except (catalogue.CatalogueError, trial.TrialError) as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if faults else 0


def look(broken: catalogue.Broken, given: argparse.Namespace) -> list[str]:
    """Do what was asked with one application; return and print what is not as it should be."""
    if given.list:
        print(f"{broken.id:<28} {broken.rule:<6} {broken.wrong}")
        return []
    if given.diff:
        room = applications.find(broken.application).room
        print(workshop.difference(broken, room))
        return []
    with workshop.made(broken) as application:
        tests = () if given.whole else (*broken.still, *broken.caught)
        cases = given.cases if given.whole else 0
        results = trial.run(application, tests, broken.server, cases, broken.caught)
    if given.whole:
        record.keep(broken, results)
        faults = record.faults(broken, record.read())
    else:
        faults = trial.verdict(broken, results)
    noticed = sum(not result.passed for result in results.values())
    print(f"{broken.id}: {noticed} of {len(results)} tests noticed", flush=True)
    for fault in faults:
        print(f"    {fault}", flush=True)
    return faults


if __name__ == "__main__":
    sys.exit(main())

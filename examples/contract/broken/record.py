"""What the whole suite said of each broken application: kept in caught.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from contract.broken.catalogue import HERE, Broken
from contract.broken.trial import Result

FILE = HERE / "caught.json"
AGAIN = "run `cd examples && python -m contract.broken --whole {}`"

Entry = dict[str, object]


def read(path: Path = FILE) -> dict[str, Entry]:
    """Return what was recorded, by id: the digest of the changes, and tests by rule."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def entry(broken: Broken, results: Mapping[str, Result]) -> Entry:
    """Return what is kept of a run of the whole suite.

    Of each test that failed its name without cases, below the rule that its message named. One
    that failed without naming a rule is below ``?``, with its message.
    """
    failed: dict[str, set[str]] = {}
    for name, result in results.items():
        if not result.passed:
            test = name.partition("[")[0]
            told = test if result.rule else f"{name}: {result.said}"
            failed.setdefault(result.rule or "?", set()).add(told)
    return {
        "changes": broken.digest,
        "failed": {rule: sorted(tests) for rule, tests in sorted(failed.items())},
    }


def keep(broken: Broken, results: Mapping[str, Result], path: Path = FILE) -> None:
    """Put what the whole suite said of an application in the place of what it said before."""
    entries = read(path) | {broken.id: entry(broken, results)}
    write(entries, path)


def write(entries: Mapping[str, Entry], path: Path = FILE) -> None:
    """Write all entries, sorted."""
    text = json.dumps(entries, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def knows(broken: Broken, entries: Mapping[str, Entry]) -> bool:
    """Tell whether there is a record of the application as it is broken now."""
    return entries.get(broken.id, {}).get("changes") == broken.digest


def faults(broken: Broken, entries: Mapping[str, Entry]) -> list[str]:
    """Return what a record shows to be wrong with an entry of the catalogue, if anything."""
    if broken.id not in entries:
        return [f"{broken.id} is not in the record: {AGAIN.format(broken.id)}"]
    if not knows(broken, entries):
        again = AGAIN.format(broken.id)
        return [f"{broken.id} has other changes than the record knows: {again}"]
    found = []
    failed = entries[broken.id]["failed"]
    for test in broken.caught:
        if test.partition("[")[0] not in failed.get(broken.rule, ()):
            found.append(f"{test} did not notice {broken.rule} in the whole suite")
    for rule, tests in failed.items():
        if not broken.expects(rule):
            found.append(
                f"{', '.join(tests)} failed for {rule}, which is no rule of this "
                "entry: mend the change, or name the rule with its reason in also"
            )
    return [f"{broken.place}: {fault}" for fault in found]

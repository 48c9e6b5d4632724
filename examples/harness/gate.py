"""The gate of coverage: every line of examples/ has run, and no test leaves out what a page shows.

Called after ``coverage combine`` from the root of the repository, as ``python -m harness.gate``
with ``examples`` on PYTHONPATH. It prints one line for each thing that is wrong and exits with 1,
or says how many lines there are.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

_DIRECTIVE = re.compile(r"^\s*\.\. example:: *(\S+) *$", re.MULTILINE)
_PRAGMA = re.compile(r"#\s*pragma:\s*no\s*(?:cover|branch)", re.IGNORECASE)

Shown = dict[str, str]
"""Where a file of the examples is shown (page:line), by its path."""


class GateError(RuntimeError):
    """There is nothing to judge. The text says what to run."""


def shown_files(root: Path) -> Shown:
    """Return the place of the first ``.. example::`` of each file, over all pages of the weeks."""
    places: Shown = {}
    for page in sorted((root / "docs" / "weeks").glob("*.rst")):
        text = page.read_text(encoding="utf-8")
        for found in _DIRECTIVE.finditer(text):
            line = text.count("\n", 0, found.start(1)) + 1
            path = f"examples/{page.stem}/{found[1]}"
            places.setdefault(path, f"{page.relative_to(root).as_posix()}:{line}")
    return places


def ranges(numbers: Iterable[int]) -> str:
    """Return line numbers as text, with neighbours joined: ``3, 12-14``."""
    ordered = sorted(numbers)
    starts = [n for n in ordered if n - 1 not in ordered]
    ends = [n for n in ordered if n + 1 not in ordered]
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True))


def measured(root: Path) -> dict[str, dict[str, list[int]]]:
    """Return coverage's report (executed, missing and excluded lines) by path below ``root``.

    Raises GateError if there are no combined data.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        # In a process of its own: a second Coverage in a process that is itself measured (the
        # worker that tests this module) makes the first one lose its data.
        command = [
            sys.executable,
            "-m",
            "coverage",
            "json",
            "--quiet",
            "--fail-under=0",
            "-o",
            str(report),
        ]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
        if not report.is_file():
            said = (done.stdout + done.stderr).strip()
            raise GateError(
                f"no coverage to judge ({said}): run the suite with coverage and combine its "
                "data first, as nox -s tests does"
            )
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    return {Path(name).as_posix(): lines for name, lines in files.items()}


def code_problems(
    root: Path, files: dict[str, dict[str, list[int]]], shown: Shown, allowed: set[tuple[str, str]]
) -> list[str]:
    """Return a message for each file with lines that never ran or that are kept from the count.

    ``allowed`` holds pairs of kind ("pragma", "untested") and path from docs/exceptions.toml.
    """
    found = []
    for name, lines in sorted(files.items()):
        where = f"; shown in {shown[name]}" if name in shown else ""
        if lines["missing_lines"] and ("untested", name) not in allowed:
            found.append(f"{name}:{ranges(lines['missing_lines'])} never ran{where}")
        text = (root / name).read_text(encoding="utf-8").splitlines()
        marked = [number for number, line in enumerate(text, 1) if _PRAGMA.search(line)]
        # coverage leaves out bodies of "..." and TYPE_CHECKING blocks by itself, rightly.
        if marked and ("pragma", name) not in allowed:
            found.append(
                f"{name}:{ranges(marked)} is kept out of the count by a pragma{where}: test it, or "
                'give a reason in docs/exceptions.toml (kind = "pragma")'
            )
    return found


def other_problems(root: Path, shown: Shown, allowed: set[tuple[str, str]]) -> list[str]:
    """Return a message for each shown file that is no Python, and that no test of its week names.

    Coverage cannot tell whether a template or a stylesheet was used. A test or a transcript of the
    week that has the file's name, or the name of the folder it lies in and is read as a whole, is
    taken for its test.
    """
    found = []
    for name, place in sorted(shown.items()):
        path = root / name
        if path.suffix in (".py", ".console") or ("untested", name) in allowed:
            continue
        room = root / "examples" / Path(name).parts[1]
        tests = [*room.rglob("test_*.py"), *room.rglob("*.console")]
        if not any(path.name in test.read_text(encoding="utf-8") for test in tests):
            found.append(
                f"{name}, shown in {place}, is named by no test or transcript of its week: "
                'test what it does, or give a reason in docs/exceptions.toml (kind = "untested")'
            )
    return found


def allowed_exceptions(root: Path) -> set[tuple[str, str]]:
    """Return kind and path of the exceptions that are this gate's business."""
    sys.path.insert(0, str(root / "docs" / "_ext"))
    try:
        from exceptions import load
    finally:
        del sys.path[0]
    entries = load(root / "docs" / "exceptions.toml").entries
    return {(e.kind, e.path) for e in entries if e.kind in ("pragma", "untested")}


def judge(root: Path) -> tuple[list[str], int]:
    """Return the messages on what is wrong below ``root``, and the number of lines that count.

    Raises GateError if there is nothing to judge, and what the reader of docs/exceptions.toml
    raises if that file is malformed.
    """
    files = {
        name: lines
        for name, lines in measured(root).items()
        if name.startswith("examples/")
        and not name.startswith("examples/harness/")
        and Path(name).name != "mine.py"
    }
    allowed = allowed_exceptions(root)
    shown = shown_files(root)
    found = code_problems(root, files, shown, allowed) + other_problems(root, shown, allowed)
    for kind, name in sorted(allowed):
        if not (root / name).exists():
            found.append(f"docs/exceptions.toml: {kind} {name}: there is no such file; remove it")
    count = sum(len(f["executed_lines"]) + len(f["missing_lines"]) for f in files.values())
    if not count:
        raise GateError("coverage has no line of examples/: was the suite run with coverage?")
    return found, count


def main(root: Path | None = None) -> int:
    """Judge the repository in ``root`` (by default the current folder) and print the result."""
    try:
        found, count = judge(root or Path.cwd())
    except (GateError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for line in found:
        print(line, file=sys.stderr)
    if found:
        return 1
    print(f"examples/: {count} lines, all executed")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Measure the applications of the course side by side.

    python -m contract.matrix [--app flask] [--rounds 7] [--no-load] [--record]

with ``examples`` on PYTHONPATH. For each application: the tests of the contract's suite that it
passes, by level; its lines of code, counted as in week 1; the packages it needs and their size;
how long it takes to start, what memory it takes, and how many pages of a list it makes in a second,
compared with the hand-made one. Then, unless ``--no-load``, load and faults. ``--record`` writes
``measured/*.json`` and the picture for the page "Measured". Linux only: memory is read in /proc.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import Distribution, distribution, entry_points
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from contract import crowd, faults, load, picture_matrix
from contract.applications import (
    EXAMPLES,
    Application,
    Running,
    find,
    prepared,
    running,
)
from contract.applications import applications as all_applications
from contract.figures import Figures, number, write
from contract.suite.checking import LEVELS
from contract.suite_run import run_suite
from harness.rooms import importable

ROOT = EXAMPLES.parent
COUNTING = EXAMPLES / "week01_what_a_framework_is" / "steps"
WANTED = ROOT / "requirements-examples.in"
BASE = "perch"
"""The application that others are compared with."""
ROUNDS, SECONDS, CLIENTS = 7, 2.0, 8
STARTS = 7
REQUESTS = 20
"""Requests before the memory is looked at."""
NONE = "none"


# -- the suite -----------------------------------------------------------------------------------


def conformance(application: Application, levels: str | None) -> dict[str, str]:
    """Run the contract's suite under the production server; return tests passed by level.

    ``levels`` are those to test (L0-L2), None for all that the application has. A test counts
    for the highest level of its rules. Raises RuntimeError if the suite did not run.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        options = ["-p", "no:randomly", "-p", "no:cacheprovider"]
        options += ["--app", application.id, "--server", "production"]
        options += [f"--report={file}", *([f"--levels={levels}"] if levels else [])]
        printed, _ = run_suite(*options)
        if not file.exists():
            raise RuntimeError(f"{application.id}: the suite did not run:\n{printed}")
        report = json.loads(file.read_text(encoding="utf-8"))
    return by_level(report["tests"].values())


def by_level(tests: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """Return ``12`` or ``11 of 12`` for each level, from tests with their rules and outcomes."""
    every: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for test in tests:
        level = max(rule.partition(".")[0] for rule in test["rules"])
        every[level] += 1
        passed[level] += test["outcome"] == "passed"
    return {
        level: str(every[level])
        if passed[level] == every[level]
        else f"{passed[level]} of {every[level]}"
        for level in sorted(every)
    }


# -- what it is made of --------------------------------------------------------------------------


def code_lines(files: Iterable[Path]) -> int:
    """Return the lines of code in Python files, as the program of week 1 counts them."""
    with importable(COUNTING) as programs:
        count = programs.count_lines.lines_of_code
        return sum(count(file.read_text("utf-8")) for file in files)


def text_lines(files: Iterable[Path]) -> int:
    """Return the lines that are not blank in other files."""
    texts = [file.read_text("utf-8") for file in files]
    return sum(bool(line.strip()) for text in texts for line in text.splitlines())


def is_test(file: Path) -> bool:
    """Tell whether a file is one of tests."""
    names = (file.stem, file.parent.name)
    return any(name == "tests" or name.startswith("test_") for name in names)


def size_of(application: Application) -> dict[str, int]:
    """Return the lines of an application by kind, without its tests."""
    folder = application.manifest.parent
    python = [file for file in folder.rglob("*.py") if not is_test(file)]
    made = [file for file in python if file.parent.name == "migrations"]
    beside = [
        file
        for package in sorted(application.room.glob("*/__init__.py"))
        if package.parent != folder
        for file in package.parent.rglob("*.py")
    ]
    return {
        "code": code_lines(set(python) - set(made)),
        "templates": text_lines(folder.rglob("*.html")),
        "description": text_lines(folder.rglob("openapi.json")),
        "migrations": code_lines(made),
        "own_framework": code_lines(beside),
    }


def extras(file: Path = WANTED) -> dict[str, set[str]]:
    """Return the extras with which packages are installed, from a list of requirements."""
    lines = [
        line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines()
    ]
    wanted = [Requirement(line) for line in lines if line]
    return {canonicalize_name(each.name): each.extras for each in wanted}


def provider(program: str) -> str:
    """Return the package that brings a program, such as gunicorn."""
    (found,) = entry_points(group="console_scripts", name=program)
    return canonicalize_name(found.dist.name)


def installed(
    names: Iterable[str], with_extras: Mapping[str, set[str]]
) -> dict[str, Distribution]:
    """Return these packages and all that they require here, by name."""
    found: dict[str, Distribution] = {}
    waiting = [
        (canonicalize_name(name), with_extras.get(name, set())) for name in names
    ]
    seen = set()
    while waiting:
        name, chosen = waiting.pop()
        if (name, *sorted(chosen)) in seen:
            continue
        seen.add((name, *sorted(chosen)))
        found[name] = distribution(name)
        for line in found[name].requires or []:
            need = Requirement(line)
            if need.marker is None or any(
                need.marker.evaluate({"extra": extra}) for extra in ("", *chosen)
            ):
                waiting.append((canonicalize_name(need.name), need.extras))
    return found


def disk_size(package: Distribution) -> int:
    """Return the bytes of a package's files, without what Python compiled of them."""
    files = [file for file in package.files or [] if "__pycache__" not in file.parts]
    paths = {Path(file.locate()) for file in files}
    return sum(path.stat().st_size for path in paths if path.exists())


def packages_of(application: Application) -> dict[str, object]:
    """Return what must be installed to run an application in production."""
    server = provider(application.servers["production"][0])
    direct = sorted(
        {canonicalize_name(name) for name in application.packages} | {server}
    )
    every = installed(direct, extras())
    return {
        "direct": direct,
        "all": sorted(every),
        "bytes": sum(disk_size(package) for package in every.values()),
    }


# -- how it runs ---------------------------------------------------------------------------------


def start_times(application: Application, times: int) -> list[float]:
    """Return the seconds from exec to the first answer, of so many starts.

    What runs beside the server is left out. A start before those that count has Python
    compile what is not compiled.
    """
    alone = replace(application, workers=())
    folder = prepared(alone, "production", "sqlite")
    found = []
    for _ in range(times + 1):
        with running(alone, "production", folder=folder) as program:
            seconds = time.monotonic() - program.server.started
            reply = asyncio.run(crowd.ask(program.server.port, "GET", "/healthz"))
            crowd.expect(reply.status == 200, "/healthz", reply)
        found.append(seconds)
    return found[1:]


def memory(pids: Iterable[int]) -> dict[str, float]:
    """Return the memory of processes in MB (10^6 bytes), from /proc/PID/smaps_rollup.

    ``pss`` divides what processes share between them, ``rss`` counts it for each.
    """
    total = Counter({"Pss": 0, "Rss": 0})
    for pid in pids:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        for name in total:
            found = re.search(rf"^{name}:\s+([0-9]+) kB$", text, re.MULTILINE)
            total[name] += int(found[1])
    return {name.lower(): round(total[name] * 1024 / 1e6, 1) for name in total}


def settled(look: Callable[[], float], pause: float = 0.5, looks: int = 40) -> float:
    """Look again until the value changes by less than a hundredth; return it."""
    before = look()
    for _ in range(looks):
        time.sleep(pause)
        now = look()
        if abs(now - before) < before / 100:
            break
        before = now
    return now


def memory_at_rest(application: Application) -> dict[str, float]:
    """Return the memory of an application after some requests, under its own command."""
    with running(application, "production") as program:
        settled(lambda: memory(program.pids)["pss"])
        kinds = ("list",) if "L1" in application.levels else ("service",)
        targets = [target for target, _ in crowd.reads(application.levels)[kinds[0]]]

        async def ask_all() -> None:
            wanted = (targets * REQUESTS)[:REQUESTS]
            port = program.server.port
            await asyncio.gather(*(crowd.ask(port, "GET", target) for target in wanted))

        asyncio.run(ask_all())
        settled(lambda: memory(program.pids)["pss"])
        found = memory(program.pids)
        beside = memory(worker.pid for worker in program.workers)
        return found | {"processes": len(program.pids), "beside": beside["pss"]}


def with_workers(application: Application, workers: int) -> Application:
    """Return the application with another number of workers in its production command."""
    command = list(application.servers["production"])
    if "--workers" in command:  # Waitress has one process anyway
        command[command.index("--workers") + 1] = str(workers)
    servers = {**application.servers, "production": tuple(command)}
    return replace(application, servers=servers, workers=())


def rates(
    applications: list[Application], rounds: int, seconds: float
) -> dict[str, list[float]]:
    """Return how many pages of the list each makes in a second, one value for each round.

    All run all the time; in a round one after the other is asked, each round beginning with
    another. Raises RuntimeError if an answer was wrong.
    """
    found: dict[str, list[float]] = {application.id: [] for application in applications}
    with ExitStack() as stack:
        programs: list[Running] = [
            stack.enter_context(running(application, "production"))
            for application in applications
        ]
        for turn in range(rounds + 1):
            first = turn % len(programs)
            for program in programs[first:] + programs[:first]:
                tally = crowd.come(program, CLIENTS, seconds, kinds=("list",))
                if tally.wrong or tally.errors:
                    wrong = f"{tally.wrong[:3]} {dict(tally.errors)}"
                    raise RuntimeError(f"{program.application.id}: {wrong}")
                if turn:  # the first round warms up
                    rate = tally.answers / tally.seconds
                    found[program.application.id].append(round(rate, 1))
    return found


def compared(found: Mapping[str, list[float]]) -> dict[str, dict[str, float]]:
    """Return rates and their relation to those of BASE in the same round."""
    result = {}
    for name, values in found.items():
        relations = [a / b for a, b in zip(values, found[BASE], strict=True)]
        result[name] = {
            "per_second": round(statistics.median(values), 1),
            "relative": round(statistics.median(relations), 3),
            "least": round(min(relations), 3),
            "most": round(max(relations), 3),
        }
    return result


# -- all of it -----------------------------------------------------------------------------------


def measured(application: Application, levels: str | None, starts: int) -> dict:
    """Return all that is measured of one application alone."""
    server = application.servers["production"][0]
    times = start_times(application, starts)
    return {
        "name": application.name,
        "interface": application.interface,
        "levels": list(application.levels),
        "server": provider(server),
        "tests": conformance(application, levels),
        "lines": size_of(application),
        "packages": packages_of(application),
        "start": {
            "median": round(statistics.median(times), 3),
            "least": round(min(times), 3),
            "most": round(max(times), 3),
        },
        "memory": memory_at_rest(application),
    }


def conformance_table(results: Mapping[str, dict]) -> list[list[str]]:
    """Return the tests passed by application and level."""
    rows = []
    for found in results.values():
        has = dict.fromkeys(found["levels"], "not tried") | found["tests"]
        rows.append([found["name"], *(has.get(level, NONE) for level in LEVELS)])
    return [["Application", *LEVELS], *rows]


def lines_table(results: Mapping[str, dict]) -> list[list[str]]:
    """Return lines by application and kind."""
    head = [
        "Application",
        "Levels",
        "Code",
        "Templates",
        "OpenAPI by hand",
        "Migrations",
    ]
    kinds = ("code", "templates", "description", "migrations", "own_framework")
    rows = []
    for found in results.values():
        levels = dict.fromkeys((found["levels"][0], found["levels"][-1]))
        counts = [number(found["lines"][kind]) for kind in kinds]
        rows.append([found["name"], " to ".join(levels), *counts])
    return [[*head, "Framework of its own"], *rows]


def packages_table(results: Mapping[str, dict]) -> list[list[str]]:
    """Return packages and their size by application."""
    rows = []
    for found in results.values():
        packages = found["packages"]
        counts = [str(len(packages["direct"])), str(len(packages["all"]))]
        names = ", ".join(packages["direct"])
        rows.append([found["name"], names, *counts, number(packages["bytes"] / 1e6)])
    return [["Application", "Named", "How many", "With what they require", "MB"], *rows]


def running_table(results: Mapping[str, dict]) -> list[list[str]]:
    """Return start and memory by application."""
    head = ["Application", "Server", "Start (ms)", "Least to most (ms)", "Processes"]
    rows = []
    for found in results.values():
        median, least, most = (
            number(found["start"][name] * 1000) for name in ("median", "least", "most")
        )
        row = [found["name"], found["server"], median, f"{least} to {most}"]
        row += [str(found["memory"]["processes"])]
        rows.append([*row, *(number(found["memory"][kind]) for kind in ("pss", "rss"))])
    return [[*head, "PSS (MB)", "RSS added up (MB)"], *rows]


def rates_table(results: Mapping[str, dict]) -> list[list[str]]:
    """Return lists in a second, of the applications that have lists."""
    head = ["Application", "Server", "One worker", "Relative", "Least to most"]
    rows = []
    for found in results.values():
        if one := found.get("one_worker"):
            row = [found["name"], found["server"], number(one["per_second"])]
            row += [
                f"{one['relative']:.2f}",
                f"{one['least']:.2f} to {one['most']:.2f}",
            ]
            rows.append([*row, number(found["own_command"]["per_second"])])
    return [[*head, "Its own command"], *rows]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    found = argparse.ArgumentParser(
        prog="python -m contract.matrix",
        description="Measure the applications side by side.",
    )
    found.add_argument(
        "--app", action="append", help=f"one of them, beside {BASE}; default: each"
    )
    found.add_argument("--rounds", type=int, default=ROUNDS)
    found.add_argument("--seconds", type=float, default=SECONDS, help="of a round")
    found.add_argument("--starts", type=int, default=STARTS)
    found.add_argument("--levels", help="test these levels only, such as L0-L2")
    found.add_argument("--no-load", action="store_true", help="no load and faults")
    found.add_argument("--record", action="store_true", help="write measured/*.json")
    found.add_argument("--date", help="the date of the recording; default: today")
    return found


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    figures = Figures.now(options.date)
    names = dict.fromkeys([BASE, *options.app]) if options.app else ()
    chosen = [find(name) for name in names] or all_applications()
    results = {}
    for application in chosen:
        found = measured(application, options.levels, options.starts)
        results[application.id] = found
        print(json.dumps(found), flush=True)
    lists = [application for application in chosen if "L1" in application.levels]
    alone = [with_workers(application, 1) for application in lists]
    own = [replace(application, workers=()) for application in lists]
    for name, group in (("one_worker", alone), ("own_command", own)):
        relations = compared(rates(group, options.rounds, options.seconds))
        for key, found in relations.items():
            results[key][name] = found
        print(name, json.dumps(relations), flush=True)
    figures.values = {
        "rounds": options.rounds,
        "seconds": options.seconds,
        "clients": CLIENTS,
        "starts": options.starts,
        "requests": REQUESTS,
        "applications": results,
    }
    figures.tables = {
        "conformance": conformance_table(results),
        "lines": lines_table(results),
        "packages": packages_table(results),
        "running": running_table(results),
        "rates": rates_table(results),
    }
    bad = any(
        " of " in text for found in results.values() for text in found["tests"].values()
    )
    if options.record:
        print(write("matrix", figures))
        picture_matrix.main([])
    if not options.no_load:
        names = [word for name in options.app or [] for word in ("--app", name)]
        words = [
            *names,
            *(["--record", f"--date={figures.date}"] if options.record else []),
        ]
        bad = any([bad, load.main(words), faults.main(words)])
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())

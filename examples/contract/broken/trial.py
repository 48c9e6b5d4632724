"""Runs the suite, or a few of its tests, against an application, in this process."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TypeVar

import pytest

from contract.applications import Application
from contract.broken.catalogue import SUITE, Broken
from contract.suite.checking import ContractBroken

Item = TypeVar("Item")
ROOT = SUITE.parents[2]
WHOLE = [str(path) for path in sorted(SUITE.glob("test_l*.py"))]
"""The suite without test_fuzz.py, whose requests are made up, so that it meets faults by chance."""
OPTIONS = (
    *("--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml")),
    *("-p", "no:xdist", "-p", "no:randomly", "-p", "no:cacheprovider"),
    *("-p", "no:unraisableexception", "-p", "no:threadexception"),
    *("-o", "timeout=0", "--capture=no", "--tb=short", "-q"),
)
"""Of the pytest within pytest: the time limit and the order are those of the outer one."""


class TrialError(RuntimeError):
    """The suite could not be run. The text has what it printed."""


@dataclass(frozen=True)
class Result:
    """What became of a test."""

    rule: str = ""
    """The rule that its message names; empty if it passed, or failed without naming one."""
    said: str = ""
    """The first line of its message; empty if it passed."""
    during: str = "call"
    """``setup``, ``call`` or ``teardown``."""

    @property
    def passed(self) -> bool:
        """Whether the test passed."""
        return not self.said


class _Watcher:
    """Notes what becomes of each test; leaves out cases where a test has too many."""

    def __init__(self, cases: int, always: Iterable[str]) -> None:
        self.cases = cases
        self.always = set(always)
        self.results: dict[str, Result] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        by_test: dict[str, list[pytest.Item]] = {}
        for item in items:
            by_test.setdefault(item.nodeid.partition("[")[0], []).append(item)
        kept = {item for found in by_test.values() for item in some(found, self.cases)}
        items[:] = [i for i in items if i in kept or name_of(i) in self.always]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Iterable[object]:
        report = yield
        name = name_of(item)
        if report.passed:
            self.results.setdefault(name, Result())
        elif isinstance(error := call.excinfo.value, ContractBroken):
            said = str(error).partition("\n")[0]
            self.results[name] = Result(said.partition(":")[0], said, call.when)
        else:
            first = str(error).partition("\n")[0]
            self.results[name] = Result(
                "", f"{type(error).__name__}: {first}", call.when
            )
        return report


def name_of(item: pytest.Item) -> str:
    """Return file, test and case of an item."""
    return f"{item.path.name}::{item.name}"


def some(items: list[Item], limit: int) -> list[Item]:
    """Return ``limit`` of the items, or all for 0: the first, the last, and some between.

    >>> some([1, 2, 3, 4, 5], 3)
    [1, 3, 5]
    """
    if not limit or len(items) <= limit:
        return items
    step = (len(items) - 1) / max(1, limit - 1)
    return [items[round(number * step)] for number in range(limit)]


def run(
    application: Application,
    tests: Iterable[str] = (),
    server: str = "development",
    cases: int = 0,
    always: Iterable[str] = (),
) -> dict[str, Result]:
    """Return what becomes of ``tests``, of the whole suite if there are none, by name.

    Of a test with more than ``cases`` cases so many are run, and those in ``always``; 0 is no
    limit. Raises TrialError if the suite could not be run.
    """
    # As texts: a Path would make a path in the name of a case tidy.
    names = [f"{SUITE}/{test}" for test in tests] or WHOLE
    watcher, printed = _Watcher(cases, always), io.StringIO()
    # One word: of two, pytest would take the second for a folder of tests and read its conftest.py.
    options = [*OPTIONS, f"--app={application.room}/", "--server", server]
    with redirect_stdout(printed), redirect_stderr(printed):
        status = pytest.main([*options, *names], plugins=[watcher])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise TrialError(
            f"{application.room}: pytest ended with status {int(status)}:\n"
            f"{printed.getvalue()}"
        )
    return watcher.results


def _of(test: str, results: dict[str, Result]) -> dict[str, Result]:
    """Return the results of a test, of all its cases if none is named."""
    return {
        name: result
        for name, result in results.items()
        if test in (name, name.partition("[")[0])
    }


def verdict(broken: Broken, results: dict[str, Result]) -> list[str]:
    """Return what is not as the catalogue says, one line each: none, if all is well."""
    faults = []
    for test in broken.caught:
        found = _of(test, results)
        if not found:
            faults.append(f"{test} was not run")
        for name, result in found.items():
            if result.passed:
                faults.append(f"{name} passes, and should notice")
            elif result.rule != broken.rule or result.during != "call":
                faults.append(
                    f"{name} fails, but not for {broken.rule}: "
                    f"{result.said} (in {result.during})"
                )
    for test in broken.still:
        found = _of(test, results)
        if not found:
            faults.append(f"{test} was not run")
        faults += [
            f"{name} should pass, and says {result.said}"
            for name, result in found.items()
            if not result.passed
        ]
    return faults

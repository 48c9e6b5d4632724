"""Run the tests of Bottle's own, on Bottle and then on perch, and say how many pass.

Its argument is the folder ``test`` of Bottle's source distribution.
"""

import importlib
import importlib.util
import io
import sys
import textwrap
import unittest
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from itertools import groupby
from pathlib import Path
from types import ModuleType

import bottle
from steps import as_bottle

PACKAGE = "tests_of_bottle"
INDENT = {"initial_indent": "       ", "subsequent_indent": "           "}


class Outcome(unittest.TestResult):
    """Notes which tests pass, and why others do not; of ``among`` alone, if given."""

    def __init__(self, among: set[str] | None = None) -> None:
        super().__init__()
        self.among = among
        self.passed: list[str] = []
        self.missing: Counter[str] = Counter()
        self.otherwise: list[str] = []

    def addSuccess(self, test: unittest.TestCase) -> None:
        self.passed.append(test.id())

    def addFailure(self, test: unittest.TestCase, error: tuple) -> None:
        if self.among is not None and test.id() not in self.among:
            return
        if isinstance(error[1], as_bottle.Missing):
            self.missing[error[1].reason] += 1
        elif isinstance(error[1], AttributeError | TypeError):
            self.missing["other uses of an object"] += 1
        else:
            self.otherwise.append(test.id().removeprefix(f"{PACKAGE}."))

    addError = addFailure


@contextmanager
def answered_by(module: ModuleType) -> Iterator[None]:
    """Have ``import bottle`` import another module, for tests loaded inside."""
    sys.modules["bottle"] = module
    try:
        yield
    finally:
        sys.modules["bottle"] = bottle
        for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
            del sys.modules[name]


def run(
    folder: Path, module: ModuleType, among: set[str] | None = None
) -> dict[str, Outcome]:
    """Run all tests of a folder and return the outcomes by file."""
    outcomes = {}
    with answered_by(module):
        spec = importlib.util.spec_from_file_location(
            PACKAGE, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        sys.modules[PACKAGE] = importlib.util.module_from_spec(spec)
        for file in sorted(folder.glob("test_*.py")):
            outcomes[file.name] = outcome = Outcome(among)
            try:
                tests = importlib.import_module(f"{PACKAGE}.{file.stem}")
            except as_bottle.Missing as error:
                outcome.missing[error.reason] += 1
            else:
                unittest.defaultTestLoader.loadTestsFromModule(tests).run(outcome)
    return outcomes


def report(folder: Path) -> None:
    """Print what passes, and why the rest does not."""
    with (
        warnings.catch_warnings(),
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        own = run(folder, bottle)
        # What Bottle fails in this place says nothing about perch.
        among = {name for each in own.values() for name in each.passed}
        perch = run(folder, as_bottle, among)
    print(f"Bottle {bottle.__version__} passes of its own tests, and perch:")
    for name in own:
        print(f"{len(own[name].passed):5} {len(perch[name].passed):4}  {name}")
    totals = [
        sum(len(each.passed) for each in found.values()) for found in (own, perch)
    ]
    print(f"{totals[0]:5} {totals[1]:4}  in all")
    missing: Counter[str] = Counter()
    for each in perch.values():
        missing += each.missing
    print(f"{missing.total()} need what perch has not:")
    for reason, count in missing.most_common():
        print(f"{count:5}  {reason}")
    otherwise = [name for each in perch.values() for name in each.otherwise]
    print(f"{len(otherwise)} get another answer:")
    for file, names in groupby(otherwise, lambda name: name.partition(".")[0]):
        methods = [name.rpartition(".")[2].removeprefix("test_") for name in names]
        print(textwrap.fill(f"{file}: {', '.join(methods)}", 76, **INDENT))


if __name__ == "__main__":
    report(Path(sys.argv[1]).resolve())

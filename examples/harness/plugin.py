"""The pytest plugin behind conftest.py: options, fixtures, collection and reports."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from _pytest.runner import runtestprotocol

from harness import exercises, inputs, skips, transcripts
from harness.ports import PORTS, free_port
from harness.rooms import Programs, importable
from harness.servers import Servers

_STARTED = pytest.StashKey[float]()
_ERROR = pytest.StashKey[BaseException]()
_AS_GIVEN = pytest.StashKey[bool]()
_PROVIDED = pytest.StashKey[list[Path]]()
LOG_LINES = 200
"""So many lines of a server's log, the last ones, are shown with a failed test."""


# -- options and inputs ------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --submission and --record, and the setting start_first."""
    parser.addini(
        "start_first",
        "files whose tests take long, so that a run in parallel begins with them",
        type="linelist",
        default=[],
    )
    group = parser.getgroup("examples of the book")
    group.addoption(
        "--submission",
        choices=list(exercises.FILES),
        default="solution",
        help="which file exercises are tested on; 'mine' runs the exercises only, on mine.py",
    )
    group.addoption(
        "--record",
        action="store_true",
        help="replay the transcripts only, and write what they print now into their files",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Set the inputs; keep the report for a reader's own exercises short."""
    inputs.apply()
    config.stash[_PROVIDED] = []
    if config.getoption("submission") == "mine":
        config.option.tbstyle = "no"
        config.option.reportchars = ""
        config.option.verbose = -1
        config.option.no_header = True


def pytest_report_header() -> str:
    """Name the inputs of this run."""
    free_port()
    return (
        f"inputs: today {inputs.TODAY}, seed {inputs.SEED}, UTC, C.UTF-8, ports {PORTS} "
        "(of this process)"
    )


# -- where a test is ---------------------------------------------------------------------------


def room_of(path: Path) -> Path:
    """Return the folder of the week in which ``path`` lies; raise LookupError if in none."""
    for folder in [path, *path.parents]:
        if re.fullmatch(r"week\d\d_\w+", folder.name) and folder.is_dir():
            return folder
    raise LookupError(
        f"{path} is in no week's folder (examples/weekNN_name), so it has no room: "
        "move it there, or do not use the fixtures room and serve"
    )


@pytest.fixture(scope="module")
def room(request: pytest.FixtureRequest) -> Path:
    """The folder of the week that the test belongs to."""
    return room_of(request.path)


@pytest.fixture(scope="module")
def steps(room: Path) -> Iterator[Programs]:
    """The programs in ``steps/`` of the week as modules: ``steps.hello.application``."""
    with importable(room / "steps") as programs:
        yield programs


@pytest.fixture(scope="module")
def serve(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Servers]:
    """Start servers in the week's room; they are stopped after the module's last test."""
    servers = Servers(room_of(request.path), tmp_path_factory.mktemp("servers"))
    yield servers
    servers.stop()


@pytest.fixture(name="free_port", scope="session")
def free_port_fixture() -> Callable[[], int]:
    """A function that returns a free port of this machine, safe in parallel runs."""
    return free_port


# -- collection --------------------------------------------------------------------------------


class TranscriptFile(pytest.File):
    """A recorded terminal session."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the one item: the replay."""
        yield TranscriptItem.from_parent(self, name="replay")


class TranscriptItem(pytest.Item):
    """Replays a recorded terminal session, or records it again."""

    def runtest(self) -> None:
        """Run the commands and compare, or with --record write what they print."""
        name = str(self.path.relative_to(self.config.rootpath))
        record = self.config.getoption("record")
        change = transcripts.run(self.path, room_of(self.path), name, record=record)
        if change:
            self.user_properties.append(("recorded", change))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style=None):
        """Return the message alone where it says all."""
        if isinstance(excinfo.value, transcripts.TranscriptError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return file, line and title for reports."""
        return self.path, 0, f"transcript {self.path.stem}"


class ExerciseFile(pytest.File):
    """The exercise.py of an exercise."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the item that runs the tests on the file as given."""
        yield GivenItem.from_parent(self, name="given")


class GivenItem(pytest.Item):
    """Succeeds if the tests of an exercise fail on the file as given, with words that help."""

    def run_tests(self, nextitem: pytest.Item | None) -> dict[str, BaseException]:
        """Run the tests on exercise.py; return the exceptions of those that fail, by test."""
        module = pytest.Module.from_parent(
            self.parent.parent, path=self.path.with_name("test_exercise.py")
        )
        tests = list(self.session.genitems(module))
        failures: dict[str, BaseException] = {}
        for test, following in zip(tests, [*tests[1:], nextitem], strict=True):
            test.stash[_AS_GIVEN] = True
            runtestprotocol(test, log=False, nextitem=following)
            if error := test.stash.get(_ERROR, None):
                failures[test.name] = error
        return failures

    def runtest(self) -> None:
        """Not used: see pytest_runtest_protocol below."""
        raise NotImplementedError

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return file, line and title for reports."""
        return self.path, 0, f"{self.path.parent.name} as given"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run the tests of an exercise on the given file as one item, that reports their sum."""
    if not isinstance(item, GivenItem):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    start, clock = time.time(), time.perf_counter()
    outcome, message = "passed", None
    folder = item.path.parent
    try:
        page = item.config.rootpath / "docs" / "weeks" / f"{room_of(folder).name}.rst"
        failures = item.run_tests(nextitem)
        exercises.judge_given(folder, failures, page if page.is_file() else None)
    except exercises.ExerciseError as error:
        outcome, message = "failed", str(error)
    report = pytest.TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords={item.name: 1},
        outcome=outcome,
        longrepr=message,
        when="call",
        duration=time.perf_counter() - clock,
        start=start,
        stop=time.time(),
    )
    item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect transcripts, and what exercises are given as."""
    if file_path.suffix == ".console":
        return TranscriptFile.from_parent(parent, path=file_path)
    in_exercises = file_path.parent.parent.name == "exercises"
    if in_exercises and file_path.name in ("exercise.py", "solution.py", "test_exercise.py"):
        try:
            exercises.check_folder(file_path.parent)
        except exercises.ExerciseError as error:
            return _Incomplete.from_parent(parent, path=file_path, message=str(error))
        if file_path.name == "exercise.py":
            return ExerciseFile.from_parent(parent, path=file_path)
    return None


class _Incomplete(pytest.File):
    """A file of an exercise that lacks another file."""

    def __init__(self, *, message: str, **rest: object) -> None:
        """Keep the message."""
        super().__init__(**rest)
        self.message = message

    def collect(self) -> Iterator[pytest.Item]:
        """Raise the message."""
        raise self.CollectError(self.message)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what --record and --submission=mine are not about; provide missing mine.py.

    Comes last, after the order was made random, and puts what takes long first.
    """

    def wanted(item: pytest.Item) -> bool:
        if config.getoption("record"):
            return isinstance(item, TranscriptItem)
        if config.getoption("submission") == "mine":
            return item.path.name == "test_exercise.py"
        return True

    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]
    first = config.getini("start_first")
    items.sort(key=lambda item: item.path.name not in first)  # keeps the order otherwise
    if config.getoption("submission") == "mine":
        for folder in sorted({item.path.parent for item in items}):
            if exercises.provide(folder):
                config.stash[_PROVIDED].append(folder / "mine.py")


# -- exercises ---------------------------------------------------------------------------------


def _submission(item: pytest.Item) -> str:
    """Return which file an exercise's test runs on."""
    return "given" if _AS_GIVEN in item.stash else item.config.getoption("submission")


@pytest.fixture
def exercise(request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    """The module of the exercise that the test belongs to, loaded afresh for this test."""
    module = exercises.load(request.path.parent, _submission(request.node))
    yield module
    sys.modules.pop(module.__name__, None)


# -- reports -----------------------------------------------------------------------------------


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note when the test began, to know which servers it used."""
    item.stash[_STARTED] = time.monotonic()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Add the logs of servers to a failed test; shorten failures of a reader's exercise."""
    report = yield
    if not report.failed or call.excinfo is None:
        return report
    item.stash.setdefault(_ERROR, call.excinfo.value)
    if _submission(item) == "mine":
        report.longrepr = exercises.explain(
            call.excinfo.value, item.path.with_name(exercises.FILES["mine"])
        )
    for server in Servers.used_since(item.stash.get(_STARTED, time.monotonic())):
        lines = server.log.splitlines()
        left_out = [f"[{len(lines) - LOG_LINES} lines before]"] if len(lines) > LOG_LINES else []
        report.sections.append((f"log of {server.title}", "\n".join(left_out + lines[-LOG_LINES:])))
    return report


def _left_out(reporter: pytest.TerminalReporter) -> list[tuple[str, str]]:
    """Return name and reason of every test that was skipped or expected to fail."""
    found = []
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        found.append((report.nodeid, reason))
    for report in reporter.stats.get("xfailed", []):
        found.append((report.nodeid, f"expected to fail: {report.wasxfail}"))
    return found


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if a test was left out for a reason that is not allowed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or session.exitstatus not in (pytest.ExitCode.OK, 0):
        return
    if skips.problems(_left_out(reporter), in_ci=bool(os.environ.get("CI"))):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was recorded, how the reader's exercises stand, and what must not be left out."""
    write = terminalreporter.write_line
    for report in terminalreporter.stats.get("passed", []):
        for name, text in report.user_properties:
            if name == "recorded":
                write(text)
    if config.getoption("submission") == "mine":
        _summarise_mine(terminalreporter, config)
    found = skips.problems(_left_out(terminalreporter), in_ci=bool(os.environ.get("CI")))
    if found:
        terminalreporter.section("tests that must not be left out", red=True)
        for line in found:
            write(line)


def _summarise_mine(reporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write one line for each exercise, and the messages of those that are not solved yet."""
    write = reporter.write_line
    stands: dict[Path, list[str]] = {}
    for outcome in ("passed", "failed", "error"):
        for report in reporter.stats.get(outcome, []):
            folder = config.rootpath / Path(report.nodeid.partition("::")[0]).parent
            messages = stands.setdefault(folder, [])
            if outcome != "passed" and str(report.longrepr) not in messages:
                messages.append(str(report.longrepr))
    write("")
    for folder in sorted(stands):
        name = (folder / "mine.py").relative_to(config.rootpath)
        if folder / "mine.py" in config.stash[_PROVIDED]:
            write(f"{folder.name}: {name} is new, a copy of exercise.py.")
            write("    Change it until the rules hold, and run this again.")
        elif not stands[folder]:
            write(f"{folder.name}: solved", green=True)
        else:
            write(f"{folder.name}: not yet ({name})", red=True)
        for message in stands[folder]:
            write("    " + message.replace("\n", "\n    "))
            write("")

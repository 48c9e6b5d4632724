"""Options, fixtures and reports of the suite."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx2
import pytest

from contract.applications import (
    DATABASES,
    SERVERS,
    Application,
    ManifestError,
    Running,
    find,
    running,
)
from contract.suite import checking
from contract.suite.client import TIMEOUT, Person
from contract.suite.site import Site
from harness import inputs
from harness.servers import Servers

SUITE = Path(__file__).parent
LOG_LINES = 40
"""So many lines of the server's log, of those it wrote during a failed test, are shown."""
ITSELF = "the suite must start the program itself for them"
TODAY = "they need to know what the program takes for today: give --today"

_LEFT_OUT = pytest.StashKey[dict[str, int]]()
_LOG = pytest.StashKey[int]()
_OUTCOMES = pytest.StashKey[dict[str, dict[str, object]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that say what is tested."""
    group = parser.getgroup("the contract of Fieldnotes")
    group.addoption(
        "--app",
        help="the application to start and test: its name, or the folder of its room",
    )
    group.addoption("--url", help="the address of a program that runs already")
    group.addoption("--levels", help="L0-L3 or L0,L4; by default those of the manifest")
    group.addoption("--server", choices=SERVERS, help="how --app is started")
    group.addoption(
        "--database", choices=DATABASES, help="what --app keeps its data in"
    )
    group.addoption(
        "--today", help="what the program at --url takes for today (ISO date)"
    )
    group.addoption(
        "--report", help="write rules, tests and outcomes to this file as JSON"
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the suite alone unless it is said what to test."""
    if config.getoption("app", None) or config.getoption("url", None):
        return None
    return True if collection_path.name.startswith("test_") else None


def parse_levels(text: str) -> tuple[str, ...]:
    """Return the levels of ``L0-L3`` or ``L0,L4``; raise pytest.UsageError if there is no such."""
    found: list[str] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if first not in checking.LEVELS or (last or first) not in checking.LEVELS:
            raise pytest.UsageError(
                f"--levels {text}: {part!r} is no level: write them as L0-L3 or L0,L4, "
                f"from {checking.LEVELS[0]} to {checking.LEVELS[-1]}"
            )
        begin = checking.LEVELS.index(first)
        found += checking.LEVELS[begin : checking.LEVELS.index(last or first) + 1]
    return tuple(found)


class Target:
    """What the options say is to be tested. Raises pytest.UsageError if they cannot be used."""

    def __init__(self, config: pytest.Config) -> None:
        """Read the options."""
        option = config.getoption
        self.url = option("url").rstrip("/") if option("url") else None
        self.application: Application | None = None
        if self.url is None:
            try:
                self.application = find(option("app"))
            except ManifestError as error:
                raise pytest.UsageError(str(error)) from None
            self._check_application(option)
        else:
            self._check_url(option)
        self.levels = parse_levels(option("levels")) if option("levels") else self.has
        missing = sorted(set(self.levels) - set(self.has))
        if missing:
            raise pytest.UsageError(
                f"--levels: {self.application.manifest} says nothing of {', '.join(missing)}: "
                "leave them out, or add them to its levels"
            )

    def _check_application(self, option) -> None:
        application = self.application
        self.server = option("server") or next(iter(application.servers))
        known = (*application.databases, None)
        self.database = option("database") or known[0]
        for name, value, values in (
            ("server", self.server, application.servers),
            ("database", self.database, known),
        ):
            if value not in values:
                raise pytest.UsageError(
                    f"--{name} {value}: {application.manifest} has none of that name, "
                    f"but {', '.join(v for v in values if v)}"
                )
        self.has = application.levels
        self.today = date.fromisoformat(inputs.TODAY)

    def _check_url(self, option) -> None:
        if option("app") or option("server") or option("database"):
            raise pytest.UsageError(
                "--url is for a program that runs already: leave out --app, --server and --database"
            )
        if not re.match("https?://", self.url):
            raise pytest.UsageError(
                f"--url {self.url}: give it like http://127.0.0.1:5000"
            )
        if not option("levels"):
            raise pytest.UsageError(
                "--url: say which levels the program has: --levels L0-L3"
            )
        self.has = parse_levels(option("levels"))
        try:
            self.today = (
                date.fromisoformat(option("today")) if option("today") else None
            )
        except ValueError:
            raise pytest.UsageError(
                f"--today {option('today')}: give a date like {inputs.TODAY}"
            ) from None

    @property
    def title(self) -> str:
        """What is tested, for the report's head."""
        if self.application is None:
            return self.url
        database = f", {self.database}" if self.database else ""
        return f"{self.application.name} ({self.server} server{database})"


def target(config: pytest.Config) -> Target:
    """Return what is tested; the options are read once."""
    if not hasattr(config, "_contract_target"):
        config._contract_target = Target(config)
    return config._contract_target


def asked(config: pytest.Config) -> bool:
    """Tell whether this run tests a program."""
    return bool(config.getoption("app", None) or config.getoption("url", None))


def pytest_configure(config: pytest.Config) -> None:
    """Read the options."""
    config.stash[_LEFT_OUT] = {}
    config.stash[_OUTCOMES] = {}
    if asked(config):
        target(config)


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say what is tested."""
    aim = target(config) if asked(config) else None
    return aim and f"contract: {aim.title}, levels {', '.join(aim.levels)}"


# -- which tests ---------------------------------------------------------------------------------


def rules_of(item: pytest.Item) -> list[str]:
    """Return the rules that a test checks, those of its own case first."""
    return [name for mark in item.iter_markers("rule") for name in mark.args]


def _levels_of(item: pytest.Item) -> set[str]:
    """Return the levels that a program needs for a test."""
    needed = {name.partition(".")[0] for name in rules_of(item)}
    return needed | {name for mark in item.iter_markers("needs") for name in mark.args}


def _left_out_for(item: pytest.Item, aim: Target) -> str | None:
    """Return why a test is not run, or None if it is."""
    checked = {name.partition(".")[0] for name in rules_of(item)}
    if not (_levels_of(item) <= set(aim.has) and checked & set(aim.levels)):
        return "of other levels"
    if aim.application is None and item.get_closest_marker("itself"):
        return ITSELF
    if aim.today is None and item.get_closest_marker("today"):
        return TODAY
    return None


def _expect_failures(items: list[pytest.Item], application: Application) -> None:
    """Mark the failures of the manifest; raise pytest.UsageError if one is of no test."""
    for failure in application.expected_failures:
        file, _, name = failure.test.partition("::")
        path = SUITE / file
        plain = name.partition("[")[0]
        known = path.is_file() and re.search(
            rf"^def {re.escape(plain)}\(", path.read_text("utf-8"), re.MULTILINE
        )
        if not known or failure.rule not in checking.RULES:
            raise pytest.UsageError(
                f"{application.manifest}: expected_failures: there is no test {failure.test}, "
                f"or no rule {failure.rule}: take the entry out, or name what it is about"
            )
        for item in items:
            if item.path == path and name in (item.name, item.name.partition("[")[0]):
                mark = pytest.mark.xfail(
                    reason=f"{failure.rule}: {failure.reason}",
                    raises=checking.ContractBroken,
                    strict=True,
                )
                item.add_marker(mark)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out what the program does not have; mark the failures that are expected."""
    if not asked(config):
        return
    aim = target(config)
    mine = [item for item in items if item.path.is_relative_to(SUITE)]
    reasons = {item: _left_out_for(item, aim) for item in mine}
    left_out = [item for item in mine if reasons[item]]
    for item in left_out:
        counts = config.stash[_LEFT_OUT]
        counts[reasons[item]] = counts.get(reasons[item], 0) + 1
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not reasons.get(item)]
    if aim.application is not None:
        _expect_failures(items, aim.application)


# -- what tests use ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _target(request: pytest.FixtureRequest) -> Target:
    return target(request.config)


def _site(aim: Target, program: Running) -> Site:
    return Site(program.url, aim.has, aim.today, program)


def _check_that_somebody_answers(url: str) -> None:
    """End the run with one line if nothing listens at ``url``."""
    try:
        httpx2.get(url, timeout=TIMEOUT)
    except httpx2.TransportError as error:
        pytest.exit(
            f"nothing answers at {url} ({error}): start the program first, in another "
            "terminal, and give the address that it prints",
            returncode=pytest.ExitCode.USAGE_ERROR,
        )


@pytest.fixture(scope="session")
def site(_target: Target) -> Iterator[Site]:
    """The program under test."""
    if _target.application is None:
        _check_that_somebody_answers(_target.url)
        yield Site(_target.url, _target.has, _target.today)
        return
    with running(_target.application, _target.server, _target.database) as program:
        yield _site(_target, program)


@pytest.fixture(scope="session")
def strict_site(_target: Target) -> Iterator[Site]:
    """The same program a second time: in production mode, with short lives and slow work.

    A token is valid for three seconds, and a report takes one. It is started by the first server
    of the manifest, as nothing that is tested here needs several processes.
    """
    env = {"FIELDNOTES_TOKEN_LIFETIME": "3", "FIELDNOTES_REPORT_DELAY": "1"}
    server = next(iter(_target.application.servers))
    with running(
        _target.application,
        server,
        _target.database,
        mode="production",
        env=env,
    ) as program:
        yield _site(_target, program)


@pytest.fixture(scope="session")
def strict_member(strict_site: Site) -> Person:
    """Somebody who can make sightings on that site."""
    return strict_site.member()


@pytest.fixture
def visitor(site: Site) -> Person:
    """Somebody who comes for the first time, and has no account."""
    return site.visitor()


@pytest.fixture(scope="session")
def anna(site: Site) -> Person:
    """Somebody who can make sightings: logged in, where there are accounts."""
    return site.member()


@pytest.fixture(scope="session")
def ben(site: Site) -> Person:
    """Somebody else who can make sightings."""
    return site.member()


@pytest.fixture(autouse=True)
def _rules(request: pytest.FixtureRequest) -> None:
    """Have the messages of the test name its rules."""
    checking.now_checking(rules_of(request.node))


# -- reports -------------------------------------------------------------------------------------


class Told:
    """The message of a broken rule, as pytest prints it."""

    def __init__(self, message: str, place: str) -> None:
        """Keep the message, and where it was raised."""
        self.message = message
        self.place = place
        self.reprcrash = contextlib.nullcontext()
        self.reprcrash.message = message.partition("\n")[0]

    def toterminal(self, writer) -> None:
        """Write it."""
        for line in str(self).splitlines():
            writer.line(line)

    def __str__(self) -> str:
        return f"{self.message}\n\n{self.place}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note how long the log of each server is, to show only what a test added."""
    item.stash[_LOG] = time.monotonic()
    for server in Servers.started:
        server.contract_seen = len(server.log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Show the message of a broken rule alone, and of the logs what the test added."""
    report = yield
    error = call.excinfo.value if call.excinfo else None
    if report.failed and isinstance(error, checking.ContractBroken):
        shown = [t for t in call.excinfo.traceback if t.path == item.path]
        line = shown[-1].lineno + 1 if shown else item.location[1] + 1
        place = f"{item.nodeid}, line {line} of {item.path.name}"
        report.longrepr = Told(str(error), place)
    if report.failed and str(report.longrepr).startswith("[XPASS(strict)]"):
        report.longrepr = (
            f"passes, but {target(item.config).application.manifest} expects it to fail "
            f"({str(report.longrepr).removeprefix('[XPASS(strict)] ')}): "
            "take it out of expected_failures"
        )
    report.sections = [
        (title, _last_words(title)) if title.startswith("log of ") else (title, text)
        for title, text in report.sections
    ]
    if report.when == "call" or not report.passed:
        config = item.config
        outcome = "expected failure" if hasattr(report, "wasxfail") else report.outcome
        name = f"{item.path.name}::{item.nodeid.partition('::')[2]}"
        config.stash[_OUTCOMES][name] = {
            "rules": rules_of(item),
            "outcome": outcome,
            "message": str(report.longrepr or "").partition("\n")[0],
        }
    return report


def _last_words(title: str) -> str:
    """Return the end of what a server logged since the test began."""
    server = next(s for s in Servers.started if title == f"log of {s.title}")
    added = server.log[getattr(server, "contract_seen", 0) :]
    return "\n".join(added.splitlines()[-LOG_LINES:])


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(report: pytest.TestReport):
    """Count failures that a manifest gives a reason for apart from other tests left out."""
    if getattr(report, "wasxfail", None) and report.skipped:
        return "expected failure", "x", "EXPECTED FAILURE"
    return None


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was left out, and which failures were expected."""
    if not asked(config):
        return
    for reason, count in config.stash[_LEFT_OUT].items():
        if reason != "of other levels":
            terminalreporter.write_line(f"{count} tests left out: {reason}")
    for report in terminalreporter.stats.get("expected failure", []):
        terminalreporter.write_line(
            f"expected failure: {report.nodeid}: {report.wasxfail}"
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the report."""
    config = session.config
    if not (asked(config) and config.getoption("report")):
        return
    aim = target(config)
    report = {
        "application": aim.application.name if aim.application else aim.url,
        "server": getattr(aim, "server", None),
        "database": getattr(aim, "database", None),
        "levels": list(aim.levels),
        "left_out": config.stash[_LEFT_OUT],
        "tests": dict(sorted(config.stash[_OUTCOMES].items())),
    }
    Path(config.getoption("report")).write_text(
        json.dumps(report, indent=2) + "\n", encoding="utf-8"
    )

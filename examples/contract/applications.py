"""The applications of the course: their manifests, and how each is started.

An application's manifest is ``examples/week.../fieldnotes/manifest.toml``. A further application of
the same week is whole in a folder of its own, ``examples/week.../ported/fieldnotes/manifest.toml``.
``running`` starts one the way its manifest says, with its data in a temporary folder, and stops it
again.
"""

from __future__ import annotations

import atexit
import itertools
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from harness import postgresql
from harness.inputs import environment
from harness.servers import Server, Servers, find_program

EXAMPLES = Path(__file__).parents[1]
DATA_SET = Path(__file__).with_name("data") / "sightings.csv"
RULES = Path(__file__).with_name("contract.toml")
SERVERS = ("development", "production")
DATABASES = ("sqlite", "postgresql")
MANIFEST = "fieldnotes/manifest.toml"
PREPARING = 60
"""Seconds that one command that prepares the database may take."""

_LEVELS = [level["id"] for level in tomllib.loads(RULES.read_text("utf-8"))["level"]]
_KEYS = {
    "name": "a text",
    "interface": '"WSGI" or "ASGI"',
    "levels": f"a list of levels out of {_LEVELS[0]} to {_LEVELS[-1]}",
    "folder": "a folder of the room, as a text",
    "databases": f"a list of texts out of {', '.join(DATABASES)}",
    "packages": "a list of texts",
    "prepare": "a list of commands, each a list of texts",
    "workers": "a list of commands, each a list of texts",
    "expected_failures": "a list of tables with the texts test, rule and reason",
    "servers": "a table with a command, a list of texts, for development, production or both",
}


class ManifestError(ValueError):
    """A manifest cannot be used. The text names the file, the key and the cure."""


class StartError(RuntimeError):
    """A command that prepares an application failed. The text has what it printed."""


@dataclass(frozen=True)
class ExpectedFailure:
    """A test that an application is known to fail, the rule it breaks, and the reason."""

    test: str
    rule: str
    reason: str


@dataclass(frozen=True)
class Application:
    """What a manifest says."""

    name: str
    interface: str
    levels: tuple[str, ...]
    folder: str
    databases: tuple[str, ...]
    packages: tuple[str, ...]
    prepare: tuple[tuple[str, ...], ...]
    workers: tuple[tuple[str, ...], ...]
    expected_failures: tuple[ExpectedFailure, ...]
    servers: Mapping[str, tuple[str, ...]]
    room: Path

    @property
    def id(self) -> str:
        """The name for the command line: in small letters, with - for what is no letter."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def manifest(self) -> Path:
        """The file that all of this is from."""
        return self.room / MANIFEST

    @property
    def cwd(self) -> Path:
        """The folder in which its commands run."""
        return self.room / self.folder


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v for v in value)


def _commands(value: object) -> bool:
    return isinstance(value, list) and all(_texts(v) and v for v in value)


def _failures(value: object) -> bool:
    keys = {"test", "rule", "reason"}
    return isinstance(value, list) and all(
        isinstance(v, dict) and set(v) == keys and _texts(list(v.values()))
        for v in value
    )


def _servers(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and set(value) <= set(SERVERS)
        and _commands(list(value.values()))
    )


def _usable(key: str, value: object, room: Path) -> bool:
    """Tell whether ``value`` is what _KEYS says of ``key``."""
    match key:
        case "name":
            return isinstance(value, str) and bool(re.search("[A-Za-z0-9]", value))
        case "interface":
            return value in ("WSGI", "ASGI")
        case "folder":
            return isinstance(value, str) and (room / value).is_dir()
        case "levels":
            return _texts(value) and bool(value) and set(value) <= set(_LEVELS)
        case "databases":
            return _texts(value) and set(value) <= set(DATABASES)
        case "packages":
            return _texts(value)
        case "expected_failures":
            return _failures(value)
        case "servers":
            return _servers(value)
    return _commands(value)


def read(room: Path) -> Application:
    """Return the application in the folder ``room`` of a week, or of a copy of one.

    Raises ManifestError if the manifest is not there or something in it cannot be used.
    """
    path = room / MANIFEST
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ManifestError(
            f"{path}: there is no such file; an application has a manifest that says how it starts"
        ) from None
    except ValueError as error:
        raise ManifestError(f"{path}: no TOML in UTF-8: {error}") from None
    for key in [*_KEYS, *values]:
        if key not in values:
            raise ManifestError(f"{path}: the key {key} is missing: give {_KEYS[key]}")
        if key not in _KEYS:
            raise ManifestError(
                f"{path}: {key} is no key of a manifest: use {', '.join(_KEYS)}"
            )
        if not _usable(key, values[key], room):
            raise ManifestError(
                f"{path}: {key} = {values[key]!r} cannot be used: give {_KEYS[key]}"
            )
    return Application(
        name=values["name"],
        interface=values["interface"],
        levels=tuple(sorted(values["levels"])),
        folder=values["folder"],
        databases=tuple(values["databases"]),
        packages=tuple(values["packages"]),
        prepare=tuple(tuple(command) for command in values["prepare"]),
        workers=tuple(tuple(command) for command in values["workers"]),
        expected_failures=tuple(
            ExpectedFailure(**entry) for entry in values["expected_failures"]
        ),
        servers={name: tuple(words) for name, words in values["servers"].items()},
        room=room.resolve(),
    )


def applications(examples: Path = EXAMPLES) -> list[Application]:
    """Return the applications of all weeks, by week.

    Raises ManifestError if a manifest cannot be used, or two have the same name.
    """
    found: dict[str, Application] = {}
    every = [*examples.glob(f"week*/{MANIFEST}"), *examples.glob(f"week*/*/{MANIFEST}")]
    for path in sorted(every):
        application = read(path.parents[1])
        if other := found.get(application.id):
            raise ManifestError(
                f"{path}: name = {application.name!r} is taken by {other.manifest}: "
                "give the application another name"
            )
        found[application.id] = application
    return list(found.values())


def find(name: str, examples: Path = EXAMPLES) -> Application:
    """Return the application called ``name``, or the one in the folder ``name``.

    Raises ManifestError, with the names there are, if there is none.
    """
    if os.sep in name:
        return read(Path(name))
    known = {application.id: application for application in applications(examples)}
    if name not in known:
        raise ManifestError(
            f"there is no application {name!r}: take one of {', '.join(known)}, "
            f"or a folder that has {MANIFEST} (with a {os.sep} in it: .{os.sep}{name})"
        )
    return known[name]


# -- running -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Running:
    """An application that runs."""

    application: Application
    mode: str
    """``development`` or ``production``."""
    database: str | None
    """The address of its PostgreSQL database, None for SQLite."""
    data: Path
    """The folder for what it keeps."""
    server: Server
    workers: tuple[Server, ...]

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return self.server.url

    @property
    def pids(self) -> list[int]:
        """The processes of its server: the one that was started, and all below it."""
        main = psutil.Process(self.server.pid)
        return [main.pid, *(child.pid for child in main.children(recursive=True))]


_temporary = tempfile.TemporaryDirectory(prefix="contract-", ignore_cleanup_errors=True)
atexit.register(_temporary.cleanup)
_numbers = itertools.count(1)
_prepared: dict[tuple[Path, str], tuple[Path, str | None]] = {}


def _new_folder() -> Path:
    folder = Path(_temporary.name) / str(next(_numbers))
    folder.mkdir()
    return folder


def _variables(
    mode: str, data: Path, address: str | None, more: Mapping[str, str]
) -> dict[str, str]:
    """Return the inputs of an application as environment variables."""
    variables = {"FIELDNOTES_DATA": str(data), "FIELDNOTES_MODE": mode}
    if address is not None:
        variables["FIELDNOTES_DATABASE"] = address
    if mode == "production":
        # Made up for the tests, and at least as long as every framework wants one.
        variables["FIELDNOTES_SECRET"] = "not-a-secret-but-long-enough-" * 3
    return variables | dict(more)


def _filled(command: tuple[str, ...], data: Path) -> tuple[str, ...]:
    """Fill in the data set and the data folder; the server fills in its port."""
    return tuple(
        word.replace("{csv}", str(DATA_SET)).replace("{data}", str(data))
        for word in command
    )


def _prepare(
    application: Application, data: Path, variables: Mapping[str, str]
) -> None:
    """Run the commands that make the schema and load the data set."""
    for command in application.prepare:
        words = _filled(command, data)
        done = subprocess.run(
            [find_program(words[0]), *words[1:]],
            cwd=application.cwd,
            env=environment(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=PREPARING,
            check=False,
        )
        if done.returncode:
            raise StartError(
                f"{application.manifest}: prepare: {' '.join(words)}\n"
                f"ended with exit status {done.returncode} in {application.cwd}:\n"
                f"{done.stdout}"
            )


def prepared(
    application: Application, mode: str, database: str
) -> tuple[Path, str | None]:
    """Return a data folder with the data set in it, and the address of its database.

    Made once in this process for each application and database, and copied then. The address is
    None for SQLite. Raises StartError if a command of the manifest fails, and PostgreSQLError.
    """
    key = (application.manifest, database)
    if key not in _prepared:
        data = _new_folder()
        address = postgresql.server().new() if database == "postgresql" else None
        _prepare(application, data, _variables(mode, data, address, {}))
        _prepared[key] = data, address
    first, address = _prepared[key]
    data = _new_folder()
    shutil.copytree(first, data, dirs_exist_ok=True)
    if address is not None:
        address = postgresql.server().new(template=address.rpartition("/")[2])
    return data, address


@contextmanager
def running(
    application: Application,
    server: str = "development",
    database: str = "sqlite",
    *,
    folder: tuple[Path, str | None] | None = None,
    env: Mapping[str, str] | None = None,
    mode: str | None = None,
) -> Iterator[Running]:
    """Run an application with the data set loaded, until the block ends.

    ``server`` and ``database`` are names of SERVERS and DATABASES; ``folder`` is a data folder and
    an address as :func:`prepared` returns them, which is used as it is, by default a new copy;
    ``env`` has more variables; ``mode`` is by default that of the server. Raises ManifestError if
    the manifest has no such server, StartError, ServerError and PostgreSQLError if it does not
    start.
    """
    if server not in application.servers:
        raise ManifestError(
            f"{application.manifest}: servers has no {server}: use one of "
            f"{', '.join(application.servers)}, or add it"
        )
    mode = mode or server
    data, address = folder or prepared(application, mode, database)
    variables = _variables(mode, data, address, env or {})
    servers = Servers(application.cwd, _new_folder())
    try:
        workers = []
        for number, command in enumerate(application.workers):
            log = servers.logs / f"worker-{number}.log"
            words = _filled(command, data)
            worker = Server(words, cwd=application.cwd, log=log, env=variables)
            Servers.started.append(worker)
            servers.mine.append(worker)
            workers.append(worker)
        command = _filled(application.servers[server], data)
        started = servers(*command, ready="http", env=variables, timeout=120)
        yield Running(application, mode, address, data, started, tuple(workers))
    finally:
        servers.stop()

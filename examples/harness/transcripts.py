"""Replay recorded terminal sessions (``*.console``), and record them again.

A file holds commands and what they printed::

    @folder steps
    @terminal server
    $ python one_request.py 8000
    Listening on http://127.0.0.1:8000
    @terminal client
    $ python ask.py 8000 /
    [...]
    @terminal server
    ^C

docs/contributing/harness.md explains the format. Each terminal is a bash of its own, so ``cd`` and
``export`` last, and what still runs when the file turns to another terminal keeps running.
"""

from __future__ import annotations

import codecs
import contextlib
import difflib
import os
import re
import selectors
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Literal

from harness.inputs import environment
from harness.normalise import normalise, without_paths
from harness.ports import PORTS, listening
from harness.servers import end_group, spawn

PORTS_OF_THE_TEXT = ("8000", "8001", "8002")
"""Ports as they stand in the book. A replay uses free ones in their place."""

ELISION = "[...]"
PATIENCE = 10.0
"""Seconds that a program has to print what is expected, or to end after an interrupt."""
LONG = 120.0
"""Seconds that a command has to end where the next one, or the end of the file, waits for it."""
SETTLE = 0.3
"""Seconds in which a program that printed what is expected may still print too much, or end."""
QUIET = 1.5
"""While recording, a program that keeps running has printed all when it is silent so long (s)."""
AT_MOST = 4
"""So many times PATIENCE is given to a program that goes on printing."""
LAST_WORDS = 1.5
"""Seconds that a program has to end after each of two interrupts at the end of a replay."""
CURE = "nox -s transcripts"


class TranscriptError(Exception):
    """A transcript is malformed, or what was printed differs. The text has file, line and cure."""


# -- the file ----------------------------------------------------------------------------------


@dataclass
class Step:
    """One command or interrupt or return to a terminal, and the output that stands below it.

    ``line`` counts from 1; ``output`` are the lines below, which begin at index ``start`` of the
    file's lines.
    """

    kind: Literal["command", "interrupt", "return"]
    terminal: str
    text: str
    line: int
    start: int
    output: list[str] = field(default_factory=list)


@dataclass
class Transcript:
    """A parsed file: its steps, and the folder below the room where they run."""

    lines: list[str]
    steps: list[Step]
    folder: str = "."


def parse(text: str, name: str) -> Transcript:
    """Return the transcript in ``text``; ``name`` is the file's name for messages.

    Raises TranscriptError, with line and cure, if the text is malformed.
    """

    def fail(number: int, what: str) -> TranscriptError:
        return TranscriptError(f"{name}:{number}: {what}")

    lines = text.splitlines()
    steps: list[Step] = []
    transcript = Transcript(lines, steps)
    terminal = ""
    current: Step | None = None
    index = 0
    while index < len(lines):
        line, number = lines[index], index + 1
        index += 1
        directive = re.fullmatch(r"@(\w+)(?: +(.*))?", line)
        if directive:
            word, value = directive[1], (directive[2] or "").strip()
            if word not in ("folder", "terminal"):
                raise fail(number, f"unknown @{word}: use @folder NAME or @terminal NAME")
            if not value:
                raise fail(number, f"@{word} without a name: write @{word} NAME")
            if word == "folder":
                if steps:
                    raise fail(number, "@folder after a command: move it to the first line")
                transcript.folder = value
                continue
            if steps and not steps[0].terminal:
                cure = "put @terminal NAME before the first command too"
                raise fail(number, f"a second terminal, but the first has no name: {cure}")
            terminal, current = value, None
            if any(step.terminal == terminal for step in steps):
                current = Step("return", terminal, "", number, index)
                steps.append(current)
        elif line.startswith("$ ") or line == "$":
            command = line[2:]
            if not command.strip():
                raise fail(number, "a prompt without a command: write $ COMMAND")
            while command.endswith("\\") and index < len(lines):
                command += "\n" + lines[index]
                index += 1
            if command.endswith("\\"):
                raise fail(number, r"the command ends with \ but the file ends here: complete it")
            current = Step("command", terminal, command, number, index)
            steps.append(current)
        elif line == "^C":
            if not any(s.terminal == terminal and s.kind == "command" for s in steps):
                raise fail(number, "^C with nothing running here: put a command before it")
            current = Step("interrupt", terminal, "", number, index)
            steps.append(current)
        elif current is not None:
            current.output.append(line)
        elif line.strip():
            where = f"in terminal {terminal!r}" if terminal else "in this file"
            raise fail(number, f"output before the first command {where}: write $ COMMAND first")
    if not steps:
        raise fail(1, "no command in this file: write $ COMMAND")
    return transcript


def _stripped(lines: list[str]) -> list[str]:
    """Return ``lines`` without empty ones at the end."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def _plain(lines: list[str]) -> list[str]:
    """Return normalised lines. A rule may remove a line."""
    return _stripped(normalise("\n".join(lines) + "\n").splitlines())


def matches(expected: list[str], got: list[str]) -> bool:
    """Tell whether ``got`` is what the recorded lines ``expected`` stand for.

    ``[...]`` alone on a line stands for any lines or none, within a line for any characters.
    """
    pattern = ""
    for line in _plain(expected):
        if line.strip() == ELISION:
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.split(ELISION)) + r"\n"
    text = "".join(line + "\n" for line in _plain(got))
    return re.fullmatch(pattern, text) is not None


def hopeless(expected: list[str], got: list[str]) -> bool:
    """Tell whether ``got`` cannot become what is recorded, whatever lines are printed after it.

    Looks at the lines before the first ``[...]`` only.
    """
    wanted, come = _plain(expected), _plain(got)
    known = next((n for n, line in enumerate(wanted) if ELISION in line), len(wanted))
    too_many = known == len(wanted) and len(come) > known
    return too_many or come[:known] != wanted[: min(known, len(come))]


def difference(expected: list[str], got: list[str]) -> list[str]:
    """Return a unified diff of recorded and printed lines, without a header.

    Lines that are equal when normalised count as equal and are shown as recorded; what an elision
    on a line of its own stands for is not shown.
    """
    old, new = _shown(expected), _shown(got)
    for index, (key, _) in enumerate(old):
        if ELISION in key and key.strip() != ELISION:
            pattern = ".*?".join(re.escape(part) for part in key.split(ELISION))
            for other, _ in new:
                if re.fullmatch(pattern, other):
                    old[index] = (other, old[index][1])
                    break
    matcher = difflib.SequenceMatcher(
        None, [k for k, _ in old], [k for k, _ in new], autojunk=False
    )
    result = []
    for tag, a, b, c, d in matcher.get_opcodes():
        gone, come = [line for _, line in old[a:b]], [line for _, line in new[c:d]]
        if tag == "equal" or [line.strip() for line in gone] == [ELISION]:
            result += [" " + line for line in gone]
        else:
            result += ["-" + line for line in gone] + ["+" + line for line in come]
    return result


def _shown(lines: list[str]) -> list[tuple[str, str]]:
    """Return pairs of a normalised line and the line itself; lines that vanish are left out."""
    pairs = [(normalise(line + "\n"), line) for line in _stripped(lines)]
    return [(plain.rstrip("\n"), line) for plain, line in pairs if plain]


def renewed(expected: list[str], got: list[str]) -> list[str]:
    """Return the lines to record: ``expected`` where it still stands for ``got``, else ``got``.

    Lines that are equal when normalised stay as they were recorded, so that recording again changes
    no dates and process ids.
    """
    if matches(expected, got):
        return expected
    got = _stripped(got)
    old_keys = [normalise(line) for line in expected]
    new_keys = [normalise(line) for line in got]
    matcher = difflib.SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    result = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal" or (tag != "insert" and expected[a:b] == [ELISION]):
            result += expected[a:b]
        else:
            result += got[c:d]
    # What was elided stays elided only if the lines as a whole then stand for what was printed.
    return result if matches(result, got) else got


# -- terminals ---------------------------------------------------------------------------------


class Terminal:
    """A bash that runs commands one after another and tells when each has ended."""

    def __init__(self, cwd: Path, env: dict[str, str]) -> None:
        """Start bash in the folder ``cwd`` with the environment ``env``."""
        self._status_fd, write = os.pipe()
        self._report_fd = write
        try:
            self.process = spawn(
                [shutil.which("bash") or "bash", "--noprofile", "--norc"],
                cwd=cwd,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=[write],
            )
        except FileNotFoundError:
            os.close(self._status_fd)
            raise TranscriptError(
                "transcripts are replayed in bash, and there is no bash on PATH: install it"
            ) from None
        finally:
            os.close(write)
        self.running = False
        self.pending = ""
        """What was printed since the output was last taken."""
        self.changed = time.monotonic()
        """When something was last printed (of time.monotonic)."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._selector = selectors.DefaultSelector()
        self._open = {self.process.stdout.fileno(), self._status_fd}
        for number in self._open:
            os.set_blocking(number, False)
            self._selector.register(number, selectors.EVENT_READ)
        # A person's ^C must end the program and not the shell. Programs get the default back.
        self._send("trap : INT")
        # Tells the status of a command, and hands it on as $? for the command after it.
        self._send(f"harness_report() {{ echo $1 >&{write}; return $1; }}")

    def _send(self, line: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()

    def start(self, command: str) -> None:
        """Run ``command``, a text for the shell, with nothing to read on its standard input."""
        self.running = True
        number = self._report_fd
        self._send(f"eval {shlex.quote(command)} </dev/null {number}>&-; harness_report $?")

    def interrupt(self) -> None:
        """Send an interrupt to what runs, as ^C does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)

    def _read(self, number: int) -> bytes:
        """Read what is there; note when the other end was closed."""
        try:
            data = os.read(number, 65536)
        except BlockingIOError:
            return b""
        if not data:
            self._selector.unregister(number)
            self._open.discard(number)
            self.running = False
        return data

    def pump(self, wait: float = 0.0) -> None:
        """Take in what was printed, waiting ``wait`` seconds at most for something to come."""
        if not self._open:
            time.sleep(wait)
            return
        ready = {key.fd for key, _ in self._selector.select(wait)}
        if self._status_fd in ready and self._read(self._status_fd):
            # All that the command printed is in the pipe by now, so read that once more below.
            self.running = False
            ready.add(self.process.stdout.fileno())
        output = self.process.stdout.fileno()
        while output in ready and output in self._open and (data := self._read(output)):
            self.pending += self._decoder.decode(data)
            self.changed = time.monotonic()

    def close(self) -> None:
        """End what runs, the way ^C would, then the shell; kill what does not end."""
        for _ in range(2):
            if self.running:
                self.interrupt()
            limit = time.monotonic() + LAST_WORDS
            while self.running and time.monotonic() < limit:
                self.pump(0.05)
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        if not self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(1)
        end_group(self.process)
        self._selector.close()
        self.process.stdout.close()
        os.close(self._status_fd)


# -- the replay --------------------------------------------------------------------------------


@dataclass
class Replay:
    """One run of a transcript. ``patience``, ``long`` and ``quiet`` are in s."""

    transcript: Transcript
    room: Path
    name: str
    record: bool = False
    patience: float = field(default_factory=lambda: PATIENCE)
    long: float = field(default_factory=lambda: LONG)
    quiet: float = field(default_factory=lambda: QUIET)
    terminals: dict[str, Terminal] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    home: Path | None = None

    def run(self) -> list[list[str]]:
        """Run all steps and return the lines that each printed.

        Raises TranscriptError at the first step whose output differs (not while recording), or that
        does not come to its end in time.
        """
        folder = self.room / self.transcript.folder
        if not folder.is_dir():
            raise self._fail(
                self.transcript.lines.index(f"@folder {self.transcript.folder}") + 1,
                f"there is no folder {self.transcript.folder} in {self.room.name}: "
                "name one that is there",
            )
        avoid = "\n".join(self.transcript.lines)
        for port in PORTS_OF_THE_TEXT:
            self.ports[port] = PORTS.free(avoid)
        steps = self.transcript.steps
        results = []
        # A home of its own: what a session writes there, and Fieldnotes keeps, is gone afterwards.
        self.home = Path(tempfile.mkdtemp(prefix="home-"))
        env = environment({"HOME": str(self.home), "FIELDNOTES_DATA": str(self.home / "data")})
        try:
            for step, after in pairwise([*steps, None]):
                if step.terminal not in self.terminals:
                    self.terminals[step.terminal] = Terminal(folder, env)
                results.append(self._step(step, after))
        finally:
            for terminal in self.terminals.values():
                if terminal.running:
                    terminal.interrupt()
            for terminal in self.terminals.values():
                terminal.close()
            shutil.rmtree(self.home, ignore_errors=True)
        return results

    def _fail(self, line: int, what: str) -> TranscriptError:
        return TranscriptError(f"{self.name}:{line}: {what}")

    def _lines(self, text: str) -> list[str]:
        """Return the lines of an output as the book shows them: its ports, nobody's folders."""
        for shown, port in self.ports.items():
            text = re.sub(rf"(?<!\d){port}(?!\d)", shown, text)
        text = without_paths(text.replace("\r\n", "\n"), self.room, self.home)
        # A shell at which somebody types calls itself bash, and counts no lines.
        text = re.sub(r"^\S*bash: (?:eval: )?line \d+: ", "bash: ", text, flags=re.MULTILINE)
        return [line.rstrip() for line in text.split("\n")[: -1 if text.endswith("\n") else None]]

    def _pump(self) -> None:
        """Take in what all terminals print; one that is not read would block in the end."""
        for terminal in self.terminals.values():
            terminal.pump()
        time.sleep(0.01)

    def _wait(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Take in output until ``ready()``; False if the time is over first."""
        limit = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > limit:
                return False
            self._pump()
        return True

    def _patiently(self, terminal: Terminal, ready: Callable[[], bool]) -> bool:
        """Take in output until ``ready()``; False when the terminal has been silent too long."""
        begun = time.monotonic()
        while not ready():
            now = time.monotonic()
            if (
                now - max(begun, terminal.changed) > self.patience
                or now - begun > AT_MOST * self.patience
            ):
                return False
            self._pump()
        return True

    def _step(self, step: Step, after: Step | None) -> list[str]:
        """Do one step and return what was printed, once that is complete."""
        terminal = self.terminals[step.terminal]
        silent_ports: list[int] = []
        if step.kind == "command":
            command = re.sub(
                r"(?<!\d)800[012](?!\d)", lambda found: str(self.ports[found[0]]), step.text
            )
            silent_ports = [
                port for port in self.ports.values() if str(port) in command and not listening(port)
            ]
            terminal.start(command)
        elif step.kind == "interrupt":
            if not terminal.running:
                raise self._fail(
                    step.line,
                    "^C with nothing running here: the command before it has ended by itself. "
                    "Take ^C away",
                )
            terminal.interrupt()
        # What nothing comes after, in the file or in its terminal, is waited for until it ends.
        must_end = step.kind == "interrupt" or (
            step.kind == "command"
            if after is None
            else after.terminal == step.terminal and after.kind == "command"
        )
        if must_end:
            seconds = self.long if step.kind == "command" else self.patience
            if not self._wait(lambda: not terminal.running, seconds):
                raise self._too_long(step, terminal, seconds)
        elif self.record:
            self._wait_until_quiet(step, terminal, silent_ports)
        else:
            self._wait_for_expected(step, terminal, silent_ports)
        got = self._lines(terminal.pending)
        if not self.record and not matches(step.output, got):
            raise self._differs(step, got)
        terminal.pending = ""
        return got

    def _too_long(self, step: Step, terminal: Terminal, seconds: float) -> TranscriptError:
        what = {
            "command": f"$ {step.text}\nstill runs",
            "interrupt": "^C\nhas not ended the program",
            "return": "what was started in this terminal still runs",
        }[step.kind]
        printed = "\n".join(self._lines(terminal.pending)) or "(nothing)"
        return self._fail(
            step.line,
            f"{what} after {seconds:g} s. Write ^C to end it, or go on in another @terminal."
            f"\nIt printed:\n{printed}",
        )

    def _wait_until_quiet(self, step: Step, terminal: Terminal, silent_ports: list[int]) -> None:
        """Wait until the program has ended, or has printed what it prints before something happens.

        That is so when it listens, or has printed anything, and then is silent for a while.
        """

        def listens() -> bool:
            return any(map(listening, silent_ports))

        def begins() -> bool:
            return not terminal.running or listens() or bool(terminal.pending)

        if step.kind == "command":
            self._wait(begins, self.long)
        # A server may say that it listens a moment after it does.
        begun = time.monotonic()

        def quiet() -> bool:
            return time.monotonic() - max(begun, terminal.changed) > self.quiet

        if not self._wait(lambda: not terminal.running or quiet(), AT_MOST * self.patience):
            raise self._fail(
                step.line,
                "a program that goes on printing cannot be recorded: have it print less, or write "
                f"^C below it. It printed: {terminal.pending[-200:]!r}",
            )

    def _wait_for_expected(self, step: Step, terminal: Terminal, silent_ports: list[int]) -> None:
        """Wait until the program has ended, or has printed what is recorded and no more.

        Returns when the time is over too: the comparison that follows then says what differs.
        """

        seen: dict[str, bool] = {}

        def complete() -> bool:
            if terminal.pending not in seen:
                seen.clear()
                seen[terminal.pending] = matches(step.output, self._lines(terminal.pending))
            return seen[terminal.pending]

        def done() -> bool:
            if not terminal.running:
                return True
            if not complete():
                # A wrong start is final once the program has been silent for a while.
                return (
                    time.monotonic() - terminal.changed > SETTLE
                    and terminal.pending.endswith("\n")
                    and hopeless(step.output, self._lines(terminal.pending))
                )
            return not silent_ports or any(map(listening, silent_ports))

        if not terminal.running and step.kind == "return":
            # Something in the background may have printed; give it the time of an ended program.
            self._wait(complete, SETTLE)
        elif self._patiently(terminal, done) and terminal.running:
            # A server that listens prints nothing more by itself; a client may, or end.
            served = silent_ports and any(map(listening, silent_ports))
            self._wait(lambda: not terminal.running, SETTLE / 3 if served else SETTLE)

    def _differs(self, step: Step, got: list[str]) -> TranscriptError:
        what = {
            "command": f"$ {step.text}",
            "interrupt": "^C",
            "return": f"@terminal {step.terminal}",
        }
        diff = "\n".join(difference(step.output, got))
        return self._fail(
            step.line,
            f"{what[step.kind]}\ndoes not print what is recorded "
            f"(- recorded, + now):\n{diff}\n"
            f"If the new output is right, record it: {CURE}",
        )


def run(path: Path, room: Path, name: str, *, record: bool = False) -> str:
    """Replay the transcript in ``path``, whose week lies in ``room``; ``name`` is for messages.

    With ``record``, write what was printed into the file, where it differs, and return the change
    as a diff ("" if there is none). Raises TranscriptError when the file is malformed, when an
    output differs from what is recorded, or when a program does not come to its end.
    """
    text = path.read_text(encoding="utf-8")
    transcript = parse(text, name)
    results = Replay(transcript, room, name, record).run()
    if not record:
        return ""
    lines = list(transcript.lines)
    for step, got in reversed(list(zip(transcript.steps, results, strict=True))):
        end = step.start + len(step.output)
        blank = step.output[len(_stripped(step.output)) :]
        new = (
            step.output
            if matches(step.output, got)
            else renewed(_stripped(step.output), got) + blank
        )
        lines[step.start : end] = new
    if lines == transcript.lines:
        return ""
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return "\n".join(difflib.unified_diff(transcript.lines, lines, name, name, lineterm=""))

"""Turn recorded terminal sessions into what a page shows of them. Knows nothing of Sphinx.

The format is that of examples/harness/transcripts.py, which records the files, checks them and runs
them. It needs packages that a build of the book does not install, so what little a page needs of
the format is read here; a test holds the two readers together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cuts import WIDTH, ListingError, choices
from pygments.lexer import RegexLexer
from pygments.token import Generic, Text

RECORD = "record it with `nox -s transcripts`"
_DIRECTIVE = re.compile(r"@(\w+)(?: +(.*))?")


class TerminalLexer(RegexLexer):
    """Tells prompts from the rest of a session; a command has no colours where it is typed."""

    name = "Terminal"
    aliases = ("terminal",)
    tokens = {"root": [(r"^\$ ", Generic.Prompt), (r".*\n", Text)]}  # noqa: RUF012 - Pygments' way


@dataclass
class Block:
    """Lines of one terminal, to be shown together.

    ``terminal`` is empty where the file has only one; ``run`` is the command that the lines belong
    to, counted from 1.
    """

    terminal: str
    lines: list[str]
    run: int


def read(path: Path, label: str) -> list[Block]:
    """Read the recorded session ``path``: a block for each command and each return to a terminal.

    :param label: how messages call the file
    :raises ListingError: the file is not a recorded session
    :raises OSError: the file cannot be read
    """
    status = path.stat()
    return _read(path, label, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _read(path: Path, label: str, _mtime: int, _size: int) -> list[Block]:
    blocks: list[Block] = []
    running: dict[str, int] = {}  # the last command of each terminal
    terminal, commands, recorded, continued = "", 0, False, False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        directive = None if continued else _DIRECTIVE.fullmatch(line)
        begins = not continued and line.startswith("$ ")
        if directive:
            word, value = directive[1], (directive[2] or "").strip()
            if word not in ("folder", "terminal") or not value:
                raise ListingError(
                    f"{label}:{number}: `{line}` is unknown: use @folder NAME or @terminal NAME"
                )
            if word == "terminal":
                terminal = value
                blocks.append(Block(terminal, [], running.get(terminal, 0)))
            continue
        if begins:
            commands += 1
            running[terminal] = commands
            blocks.append(Block(terminal, [], commands))
        elif terminal not in running:
            if not line.strip():
                continue
            raise ListingError(
                f"{label}:{number}: output before the first command: write `$ COMMAND` first"
            )
        command = begins or continued
        if command and len(line) > WIDTH:
            raise ListingError(
                f"{label}:{number}: the command has {len(line)} characters, a page has room "
                f"for {WIDTH}: break it with a backslash at the end of the line, and {RECORD}"
            )
        recorded = recorded or not (command or line == "^C" or not line.strip())
        continued = command and line.endswith("\\")
        blocks[-1].lines.append(line)
    if not commands:
        raise ListingError(f"{label}:1: no command in this file: write `$ COMMAND`, and {RECORD}")
    if not recorded:
        raise ListingError(f"{label} was never recorded: {RECORD}")
    for block in blocks:
        while block.lines and not block.lines[-1].strip():
            block.lines.pop()
    return [block for block in blocks if block.lines]


def select(
    blocks: list[Block], label: str, terminal: str | None, command: int | None
) -> list[Block]:
    """Return the blocks to show, lines of one terminal that follow each other joined.

    :param terminal: show only this terminal, as one block
    :param command: show only this command (from 1) and its output
    :raises ListingError: the file has no such terminal or command
    """
    if terminal is not None:
        known = {b.terminal for b in blocks if b.terminal}
        if terminal not in known:
            raise ListingError(
                f"{label} has no terminal `{terminal}`. "
                f"{choices(terminal, known, 'named terminal')}"
            )
        blocks = [b for b in blocks if b.terminal == terminal]
    if command is not None:
        numbers = sorted({b.run for b in blocks})
        if command not in numbers:
            raise ListingError(
                f"{label} has no command {command} to show here; "
                f"it has: {', '.join(map(str, numbers))}"
            )
        blocks = [b for b in blocks if b.run == command]
    shown: list[Block] = []
    for block in blocks:
        if shown and shown[-1].terminal == block.terminal:
            shown[-1].lines.extend(block.lines)
        else:
            shown.append(Block(block.terminal, list(block.lines), block.run))
    return shown

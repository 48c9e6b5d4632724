"""Replace what differs from run to run, or from machine to machine, in the output of a program.

Two outputs are the same if they are equal after :func:`normalise`. What a program says on purpose,
such as a status code, a count or a date of its data, is never replaced: each rule needs something
around the number that says what it is.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_TIME = r"\d{2}:\d{2}:\d{2}"


@dataclass(frozen=True)
class Rule:
    """One kind of text that differs: name, pattern, what stands in its place, and why."""

    name: str
    pattern: re.Pattern[str]
    replacement: str
    reason: str

    def __call__(self, text: str) -> str:
        """Return ``text`` with every match replaced."""
        return self.pattern.sub(self.replacement, text)


def _rule(name: str, pattern: str, replacement: str, reason: str) -> Rule:
    return Rule(name, re.compile(pattern, re.MULTILINE), replacement, reason)


RULES = (
    _rule("line ending", r"\r\n?", "\n", "HTTP ends its lines with CR LF, files with LF"),
    _rule("trailing space", r"[ \t]+$", "", "editors take it away, nobody sees it"),
    _rule(
        "HTTP date",
        rf"\b{_DAY}, \d{{2}} {_MONTH} \d{{4}} {_TIME} GMT",
        "<HTTP date>",
        "servers send the date of the answer (RFC 9110, 5.6.7)",
    ),
    _rule(
        "log date",
        rf"\[\d{{2}}/{_MONTH}/\d{{4}}[: ]{_TIME}(?: [+-]\d{{4}})?\]",
        "[<log date>]",
        "wsgiref, Werkzeug, Django and access logs stamp each request",
    ),
    _rule(
        "date and time",
        rf"\b\d{{4}}-\d{{2}}-\d{{2}}[T ]{_TIME}(?:[.,]\d+)?(?: ?[+-]\d{{2}}:?\d{{2}}|Z\b)?",
        "<date and time>",
        "logs of Gunicorn and of Python's logging; dates alone are data and stay",
    ),
    _rule(
        "log pid", r"\[\d+\](?= \[[A-Z]+\])", "[<pid>]", "Gunicorn names its process in each line"
    ),
    _rule("pid", r"\b([Pp]id|PID)([ :=]+)\d+\b", r"\1\2<pid>", "the system numbers processes"),
    _rule(
        "listening pid",
        r"\b(Listening at: \S+) \(\d+\)",
        r"\1 (<pid>)",
        "Gunicorn names its process behind its address",
    ),
    _rule(
        "process",
        r"(\(process |\bprocess \[)\d+(?=[\])])",
        r"\1<pid>",
        "the number of a process in brackets, as Uvicorn and our own programs write it",
    ),
    _rule("address", r"\b0x[0-9a-f]{8,16}\b", "0x<address>", "the default repr of an object"),
    _rule(
        "elapsed",
        r"\b\d+m\d+\.\d+s\b|\b\d+\.\d+ ?(?:s|sec|seconds)\b"
        r"|\b\d+(?:\.\d+)? ?(?:ms|milliseconds|µs)\b",
        "<duration>",
        "measured time; whole seconds are set by somebody and stay",
    ),
    _rule("memory", r"\b\d+(?:\.\d+)? ?(?:MB|MiB)\b", "<memory>", "measured memory"),
    _rule(
        "Python version",
        r"\b(C?Python)([/ ])3\.\d+(?:\.\d+)?(?:(?:a|b|rc)\d+)?\+?",
        r"\1\g<2>3",
        "the book runs on several versions of Python",
    ),
    _rule(
        "server version",
        r"\b(gunicorn|waitress|Werkzeug|uvicorn|hypercorn|daphne|nginx|curl)([/ ])\d+(?:\.\d+)+",
        r"\1\2<version>",
        "locks move on, and the header Server with them",
    ),
    _rule(
        "library folder",
        r"(/lib/python)3\.\d+(?=/)",
        r"\g<1>3",
        "the standard library and packages of several versions of Python",
    ),
    _rule(
        "library line",
        r'(File "[^"\n]*/lib/python3[\d.]*/[^"\n]*", line )\d+',
        r"\1<line>",
        "lines of other people's code move; ours are in the transcript for good",
    ),
    _rule(
        "traceback marks",
        r"^[ ]+[~^]+[ ]*\n",
        "",
        "the marks under a line of a traceback differ between 3.11, 3.12 and 3.13",
    ),
    _rule(
        "traceback statement",
        r'^(  File "[^"\n]*", line [^\n]*\n    [^\n]*\n)(?:    [^\n]*\n)+',
        r"\1",
        "of a statement of several lines 3.13 shows all in a traceback, 3.11 and 3.12 the first",
    ),
    _rule(
        "client address",
        r"(\('127\.0\.0\.1', |\b127\.0\.0\.1:|\blocalhost:|\bREMOTE_PORT\W{1,4})\d{5}\b",
        r"\1<port>",
        "the system numbers a client's end; servers have four digits here",
    ),
)
"""All rules, in the order in which they are applied."""


def normalise(text: str) -> str:
    """Return ``text`` with all that may differ replaced."""
    for rule in RULES:
        text = rule(text)
    return text


def without_paths(text: str, room: Path, home: Path | None = None) -> str:
    """Return ``text`` with this machine's folders replaced by names that suit every reader.

    The folder of the week becomes /home/you/NAME, those of other weeks /home/you/examples/NAME, the
    replay's ``home`` /home/you; the folder of the environment and the one of Python become "...".
    """
    shown = {room: f"/home/you/{room.name}", room.parent: "/home/you/examples"}
    shown |= {home: "/home/you"} if home else {}
    names = {
        str(real): name for folder, name in shown.items() for real in (folder, folder.resolve())
    }
    for folder in (sys.prefix, sys.base_prefix):
        names[folder] = names[str(Path(folder).resolve())] = "..."
    for folder in sorted(names, key=len, reverse=True):
        text = re.sub(re.escape(folder) + r"(?=/)", names[folder], text)
        if folder not in (sys.prefix, sys.base_prefix):
            text = re.sub(re.escape(folder) + r"(?![\w.-])", names[folder], text)
    return text

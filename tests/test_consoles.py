"""Terminal sessions on a page: what is shown, and what each mistake says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import consoles
import pytest
from consoles import Block
from cuts import ListingError

SESSION = """\
@folder steps
@terminal server
$ python one.py \\
  8000
Listening on 8000
@terminal client
$ python ask.py 8000
HTTP/1.1 200 OK
[...]

@terminal server
GET / HTTP/1.1
^C
@terminal client
$ echo done
done
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], list[Block]]:
    """Return a function that reads a session from a text."""

    def run(text: str) -> list[Block]:
        path = tmp_path / "one.console"
        path.write_text(text, encoding="utf-8")
        return consoles.read(path, "examples/one.console")

    return run


def shown(blocks: list[Block], **wanted: object) -> list[tuple[str, list[str]]]:
    """Return terminals and lines of what a page shows."""
    wanted = {"terminal": None, "command": None, **wanted}
    return [(b.terminal, b.lines) for b in consoles.select(blocks, "one.console", **wanted)]


SERVER = ["$ python one.py \\", "  8000", "Listening on 8000"]
CLIENT = ["$ python ask.py 8000", "HTTP/1.1 200 OK", "[...]"]
STOPPED = ["GET / HTTP/1.1", "^C"]
DONE = ["$ echo done", "done"]


def test_terminals_come_in_the_order_of_time(read):
    assert shown(read(SESSION)) == [
        ("server", SERVER),
        ("client", CLIENT),
        ("server", STOPPED),
        ("client", DONE),
    ]


def test_one_terminal_is_one_block(read):
    assert shown(read(SESSION), terminal="server") == [("server", SERVER + STOPPED)]


def test_one_command_has_all_its_output(read):
    assert shown(read(SESSION), command=1) == [("server", SERVER + STOPPED)]
    assert shown(read(SESSION), command=2) == [("client", CLIENT)]
    assert shown(read(SESSION), command=3, terminal="client") == [("client", DONE)]


def test_a_file_with_one_terminal_needs_no_name(read):
    assert shown(read("$ a\nb\n$ c\nd\n")) == [("", ["$ a", "b", "$ c", "d"])]


def test_showing_does_not_change_what_was_read(read):
    blocks = read("$ a\nb\n$ c\nd\n")
    before = shown(blocks)
    assert shown(blocks) == before
    assert shown(blocks, command=1) == [("", ["$ a", "b"])]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"one\.console:1: no command in this file: write `\$ COMMAND`, and record it with"),
        ("hello\n$ a\n", r"one\.console:1: output before the first command: write `\$ COMMAND` f"),
        ("@terminal a\n$ a\n@terminal b\nx\n", r"one\.console:4: output before the first "),
        ("@window a\n$ a\n", r"one\.console:1: `@window a` is unknown: use @folder NAME or @ter"),
        ("@terminal\n$ a\n", r"one\.console:1: `@terminal` is unknown"),
        ("$ a \\\n  b\n", r"one\.console was never recorded: record it with `nox -s transcripts`"),
        ("$ a\n\n^C\n", r"one\.console was never recorded"),
        ("$ a\nb\n$ " + 87 * "x", r"one\.console:3: the command has 89 characters, a page has r"),
    ],
)
def test_files_that_cannot_be_shown(read, text, message):
    with pytest.raises(ListingError, match=message):
        read(text)


def test_terminals_and_commands_that_do_not_exist(read):
    blocks = read(SESSION)
    with pytest.raises(ListingError, match=r"no terminal `sever`\. Did you mean `server`\? It has"):
        shown(blocks, terminal="sever")
    with pytest.raises(ListingError, match=r"no command 4 to show here; it has: 1, 2, 3"):
        shown(blocks, command=4)
    with pytest.raises(ListingError, match=r"no command 2 to show here; it has: 1$"):
        shown(blocks, command=2, terminal="server")
    with pytest.raises(ListingError, match=r"It has no named terminal"):
        shown(read("$ a\nb\n"), terminal="server")


ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("text", [SESSION, "$ a\nb\n$ c \\\n  d\n\n^C\n\ne\n"])
def test_the_harness_reads_the_same(read, text):
    assert as_the_harness_reads(text) == lines_of(read(text))


def test_the_harness_reads_the_files_of_the_book_the_same(read):
    files = sorted(ROOT.glob("examples/*/transcripts/*.console"))
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert as_the_harness_reads(text) == lines_of(read(text)), path


def lines_of(blocks: list[Block]) -> list[str]:
    """Return the lines of all blocks but the empty ones."""
    return [line for block in blocks for line in block.lines if line.strip()]


def as_the_harness_reads(text: str) -> list[str]:
    """Return the lines that the parser in examples/harness finds, but the empty ones."""
    from harness.transcripts import parse

    lines: list[str] = []
    for step in parse(text, "one.console").steps:
        head = {"command": f"$ {step.text}".split("\n"), "interrupt": ["^C"], "return": []}
        lines += [line for line in (*head[step.kind], *step.output) if line.strip()]
    return lines

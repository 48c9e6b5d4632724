"""Transcripts: read, replayed, compared, recorded, and what is said when something is wrong."""

import re
import textwrap

import pytest
from harness import transcripts
from harness.transcripts import (
    Replay,
    TranscriptError,
    difference,
    hopeless,
    matches,
    parse,
    renewed,
    run,
)

SESSION = """
    @folder steps
    @terminal server
    $ python serve.py 8000
    Listening on http://127.0.0.1:8000
    @terminal client
    $ curl -s http://127.0.0.1:8000/herons
    hello
    @terminal server
    GET /herons HTTP/1.1
    ^C
    Traceback (most recent call last):
    [...]
    KeyboardInterrupt
"""
# curl is not everywhere, so a client of our own stands in for it.
SESSION = SESSION.replace(
    "curl -s http://127.0.0.1:8000/herons",
    "python -c 'import urllib.request as u;"
    ' print(u.urlopen("http://127.0.0.1:8000/herons").read().decode(), end="")\'',
)


@pytest.fixture
def console(project):
    """Return a function that writes a transcript of the week and gives what replaying it needs."""

    def write(text: str):
        project.write({"examples/week99_sample/transcripts/it.console": text})
        path = project.room / "transcripts" / "it.console"
        return path, project.room, "it.console"

    return write


def replay(path, room, name, **options):
    """Replay a transcript with a short patience."""
    text = path.read_text()
    options.setdefault("long", options.get("patience", 2))
    return Replay(parse(text, name), room, name, **{"patience": 2, **options}).run()


# -- reading -----------------------------------------------------------------------------------


def test_a_file_is_read_as_steps():
    found = parse(textwrap.dedent(SESSION).lstrip(), "it.console")
    assert found.folder == "steps"
    assert [(step.kind, step.terminal, step.line) for step in found.steps] == [
        ("command", "server", 3),
        ("command", "client", 6),
        ("return", "server", 8),
        ("interrupt", "server", 10),
    ]
    assert found.steps[2].output == ["GET /herons HTTP/1.1"]


def test_a_backslash_continues_a_command():
    (step,) = parse("$ echo a \\\n  b\na b\n", "it.console").steps
    assert step.text == "echo a \\\n  b"
    assert step.output == ["a b"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("$ true\n@wait 3\n", r"it.console:2: unknown @wait: use @folder NAME or @terminal NAME"),
        ("@terminal\n$ true\n", r"it.console:1: @terminal without a name: write @terminal NAME"),
        ("$ true\n@folder x\n", r"it.console:2: @folder after a command: move it"),
        ("$ true\n@terminal b\n", r"it.console:2: a second terminal, but the first has no name"),
        ("hello\n$ true\n", r"it.console:1: output before the first command in this file"),
        ("@terminal a\n$ true\n@terminal b\nx\n", r"it.console:4: output .* in terminal 'b'"),
        ("$ \n", r"it.console:1: a prompt without a command"),
        ("$ echo \\", r"it.console:1: the command ends with \\ but the file ends here"),
        ("^C\n", r"it.console:1: \^C with nothing running here: put a command before it"),
        ("\n", r"it.console:1: no command in this file"),
    ],
)
def test_a_malformed_file_is_an_error_with_line_and_cure(text, message):
    with pytest.raises(TranscriptError, match=message):
        parse(text, "it.console")


# -- comparing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "b"], ["a", "c"], False),
        (["a"], ["a", "b"], False),
        ([], ["a"], False),
        (["a", ""], ["a"], True),
        (["[...]"], [], True),
        (["a", "[...]", "d"], ["a", "b", "c", "d"], True),
        (["a", "[...]", "d"], ["a", "d"], True),
        (["a", "[...]", "d"], ["a", "b"], False),
        (["a [...] c"], ["a b c"], True),
        (["a [...] c"], ["a b", "x c"], False),
        (["(1) [x] *"], ["(1) [x] *"], True),
        (["took 0.1 s"], ["took 12.5 s"], True),
        (["HTTP/1.1 200 OK"], ["HTTP/1.1 404 Not Found"], False),
    ],
)
def test_output_is_compared_without_what_varies_and_with_elisions(expected, got, same):
    assert matches(expected, got) is same


def test_a_difference_shows_the_lines_that_differ_and_nothing_else():
    expected = ["took 0.1 s", "[...]", "see [...] there", "200 OK", "end"]
    got = ["took 0.9 s", "a", "b", "see x there", "404 Not Found", "end"]
    assert difference(expected, got) == [
        " took 0.1 s",
        " [...]",
        " see [...] there",
        "-200 OK",
        "+404 Not Found",
        " end",
    ]


def test_a_wrong_start_is_known_to_be_wrong():
    assert hopeless(["a", "b"], ["x"])
    assert hopeless([], ["x"])
    assert not hopeless(["a", "b"], ["a"])
    assert not hopeless(["a", "[...]", "z"], ["a", "b"])


def test_recording_keeps_what_still_holds():
    old = ["Date: Sat, 21 Nov 2026 09:10:07 GMT", "200 OK"]
    new = ["Date: Sun, 22 Nov 2026 10:00:00 GMT", "404 Not Found"]
    assert renewed(old, [new[0], "200 OK"]) == old
    assert renewed(old, new) == [old[0], new[1]]
    assert renewed(["a", "[...]", "d"], ["a", "b", "d"]) == ["a", "[...]", "d"]
    assert renewed(["a", "[...]", "d"], ["a", "b", "e"]) == ["a", "b", "e"]
    assert renewed(["a", "[...]", "d", "e"], ["a", "b", "d", "f"]) == ["a", "[...]", "d", "f"]


# -- replaying ---------------------------------------------------------------------------------


def test_a_session_of_two_terminals_is_replayed(console):
    server, client, log, end = replay(*console(SESSION))
    assert server == ["Listening on http://127.0.0.1:8000"], "the port is the one of the text"
    assert client == ["hello"]
    assert log == ["GET /herons HTTP/1.1"]
    assert "/home/you/week99_sample/steps/serve.py" in end[1]


def test_a_terminal_keeps_folder_variables_and_status(console):
    console_of = console(
        "$ cd steps; export A=3\n$ echo $A; ls\n3\nserve.py\n$ (exit 4)\n$ echo $?\n4\n"
    )
    assert replay(*console_of)[-1] == ["4"]


def test_a_session_has_a_home_that_goes_away(console):
    path, room, name = console(
        "$ mkdir ~/copy && cd ~/copy && pwd\n/home/you/copy\n"
        "$ echo $FIELDNOTES_DATA\n/home/you/data\n"
    )
    session = Replay(parse(path.read_text(), name), room, name)
    assert session.run() == [["/home/you/copy"], ["/home/you/data"]]
    assert not session.home.exists()


def test_errors_of_commands_are_output(console):
    assert replay(*console("$ no-such-program\nbash: no-such-program: command not found\n"))
    assert replay(*console("$ echo 'a\nbash: [...]\n[...]\n"))


def test_a_silent_server_is_waited_for_until_it_listens_and_not_asked(console):
    """The server takes one connection: a probe would be the one, and the client would fail."""
    program = (
        'import socket, time; time.sleep(0.3); s = socket.create_server(("127.0.0.1", 8000)); '
        "c, _ = s.accept(); print(c.recv(9).decode())"
    )
    client = 'import socket; socket.create_connection(("127.0.0.1", 8000)).send(b"hi")'
    replay(
        *console(
            f"@terminal server\n$ python -c '{program}'\n@terminal client\n"
            f"$ python -c '{client}'\n@terminal server\nhi\n"
        )
    )


def test_output_that_differs_is_an_error_with_place_diff_and_cure(console):
    with pytest.raises(TranscriptError) as caught:
        replay(*console("$ true\n$ echo 200 OK; echo end\n404 Not Found\nend\n"))
    assert str(caught.value) == (
        "it.console:2: $ echo 200 OK; echo end\n"
        "does not print what is recorded (- recorded, + now):\n"
        "-404 Not Found\n+200 OK\n end\n"
        "If the new output is right, record it: nox -s transcripts"
    )


def test_a_server_that_prints_something_else_is_noticed_soon(console):
    text = "@terminal a\n$ echo up; sleep 60\ndown\n@terminal b\n$ true\n"
    with pytest.raises(TranscriptError, match=r"-down\n\+up"):
        replay(*console(text), patience=60)


def test_a_server_that_prints_too_little_is_an_error_when_the_time_is_over(console):
    text = "@terminal a\n$ echo up; sleep 60\nup\nready\n@terminal b\n$ true\n"
    with pytest.raises(TranscriptError, match=r" up\n-ready"):
        replay(*console(text), patience=0.4)


def test_output_after_the_expected_one_is_noticed(console):
    with pytest.raises(TranscriptError, match=r" a\n\+b"):
        replay(*console("$ echo a; sleep 0.1; echo b\na\n"))


def test_a_command_that_does_not_end_is_an_error(console):
    with pytest.raises(TranscriptError, match=r"it.console:1: \$ sleep 60\nstill runs after 0.3 s"):
        replay(*console("$ sleep 60\n$ true\n"), patience=0.3)


def test_a_program_that_ignores_an_interrupt_is_an_error(console, monkeypatch):
    monkeypatch.setattr(transcripts, "LAST_WORDS", 0.1)
    text = "$ trap '' INT; echo 1; sleep 60\n1\n^C\n"
    with pytest.raises(TranscriptError, match=r"it.console:3: \^C\nhas not ended the program"):
        replay(*console(text), patience=0.4)


def test_a_server_at_the_end_of_a_file_must_be_interrupted(console):
    """Nobody could tell whether all that a last command prints is recorded, before it ends."""
    with pytest.raises(TranscriptError, match=r"still runs after 0.5 s. Write \^C to end it"):
        replay(*console("$ echo up; sleep 60\nup\n"), patience=0.5)
    replay(*console("$ echo up; sleep 60\nup\n^C\n"))


def test_an_interrupt_of_what_has_ended_is_an_error(console):
    with pytest.raises(TranscriptError, match=r"it.console:3: \^C with nothing running here: the"):
        replay(*console("$ echo a\na\n^C\n"))


def test_an_unknown_folder_is_an_error(console):
    with pytest.raises(
        TranscriptError, match=r"it.console:1: there is no folder nowhere in week99"
    ):
        replay(*console("@folder nowhere\n$ true\n"))


def test_without_bash_the_error_says_so(console, monkeypatch):
    monkeypatch.setattr(transcripts.shutil, "which", lambda name: "/nowhere/bash")
    with pytest.raises(TranscriptError, match="there is no bash on PATH: install it"):
        replay(*console("$ true\n"))


# -- recording ---------------------------------------------------------------------------------


def test_a_file_of_commands_gets_its_output(console, monkeypatch):
    monkeypatch.setattr(transcripts, "QUIET", 0.6)
    lines = textwrap.dedent(SESSION).lstrip().splitlines()
    commands = "".join(line + "\n" for line in lines if re.match(r"[@$^]", line))
    path, room, name = console(commands)
    change = run(path, room, name, record=True)
    assert "+Listening on http://127.0.0.1:8000\n" in change
    text = path.read_text()
    assert text.startswith("\n".join(lines[:9]) + "\n^C\nTraceback (most recent call last):\n")
    assert text.endswith("KeyboardInterrupt\n")
    run(path, room, name)
    assert run(path, room, name, record=True) == "", "nothing is changed twice"
    assert path.read_text() == text


def test_what_goes_on_printing_cannot_be_recorded(console):
    path, room, name = console(
        "@terminal a\n$ while sleep 0.05; do echo x; done\n@terminal b\n$ true\n"
    )
    with pytest.raises(TranscriptError, match="goes on printing"):
        Replay(parse(path.read_text(), name), room, name, record=True, patience=0.2).run()


def test_recording_waits_for_a_program_that_thinks_before_it_prints(console, monkeypatch):
    monkeypatch.setattr(transcripts, "QUIET", 0.1)
    path, room, name = console(
        "@terminal a\n$ sleep 0.4; echo up; sleep 60\n@terminal b\n$ echo 1; sleep 0.4; echo 2\n"
    )
    run(path, room, name, record=True)
    assert path.read_text().splitlines()[2::3] == ["up", "1"]
    assert path.read_text().endswith("1\n2\n")


# -- in pytest ---------------------------------------------------------------------------------


def test_pytest_shows_the_difference_without_a_traceback(project, console):
    console("$ echo a\nb\n")
    result = project.run()
    result.assert_outcomes(failed=1)
    text = result.stdout.str()
    assert "examples/week99_sample/transcripts/it.console:1: $ echo a\n" in text
    assert "-b\n+a\n" in text
    assert "Traceback" not in text
    assert "runtest" not in text


def test_pytest_records_the_transcripts_and_runs_nothing_else(project, console):
    path, _, _ = console("$ echo a\nb\n")
    project.write({"examples/week99_sample/test_a.py": "def test_a(): assert False\n"})
    result = project.run("--record")
    result.assert_outcomes(passed=1, deselected=1)
    assert "-b\n+a\n" in result.stdout.str(), "the change is shown"
    assert path.read_text() == "$ echo a\na\n"
    project.run("-k", "replay").assert_outcomes(passed=1, deselected=1)

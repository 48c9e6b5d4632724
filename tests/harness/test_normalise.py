"""Every rule of the normaliser, with what it replaces and what it must leave alone."""

import sys
from pathlib import Path

import pytest
from harness.normalise import RULES, normalise, without_paths

TRACEBACK = '  File "/home/you/week02/x.py", line 3, in f\n    g(1)\n'
# rule: (text, the same normalised, a text like it that stays)
CASES = {
    "line ending": ("a\r\nb\r", "a\nb\n", "a\n\nb\n"),
    "trailing space": ("Server: \nb\t\n", "Server:\nb\n", "  a b\n"),
    "HTTP date": (
        "Date: Sat, 21 Nov 2026 09:10:07 GMT",
        "Date: <HTTP date>",
        "Sat, 21 Nov 2026 is a Saturday",
    ),
    "log date": (
        'a [21/Nov/2026 09:10:07] b [21/Nov/2026:09:10:07 +0000] "GET /"',
        'a [<log date>] b [<log date>] "GET /"',
        "[21/Nov/2026]",
    ),
    "date and time": (
        "[2026-11-21 09:10:07 +0000] x 2026-11-21T09:10:07.123Z 2026-11-21 09:10:07,123",
        "[<date and time>] x <date and time> <date and time>",
        '{"seen": "2026-05-30", "at": "09:10"}',
    ),
    "log pid": ("[4711] [INFO] Booting", "[<pid>] [INFO] Booting", "[404] [a] [500]"),
    "pid": ("pid: 4711, Pid 12, pid=3", "pid: <pid>, Pid <pid>, pid=<pid>", "rapid 12, pids 4"),
    "listening pid": (
        "Listening at: http://127.0.0.1:8000 (4711)",
        "Listening at: http://127.0.0.1:8000 (<pid>)",
        "Listening on http://127.0.0.1:8000 (2)",
    ),
    "process": (
        "Started server process [4711], visitor 1 (process 4711)",
        "Started server process [<pid>], visitor 1 (process <pid>)",
        "process 2 of 4, processes [200], 1 process(es), (process 1 of 2)",
    ),
    "address": (
        "<object at 0x7f9c8fd046d0>",
        "<object at 0x<address>>",
        "flags 0x1f, colour 0xff8800",
    ),
    "elapsed": (
        "took 0.52 s, 12 ms, real 0m1.234s, 3.1 seconds",
        "took <duration>, <duration>, real <duration>, <duration>",
        "after 5 s, 10 seconds, 200 messages, 1.1 sites",
    ),
    "memory": ("46 MB, 12.5 MiB", "<memory>, <memory>", "46 MBit, 46 readers, 12 KB"),
    "Python version": (
        "Server: WSGIServer/0.2 CPython/3.11.7, Python 3.13.0rc1",
        "Server: WSGIServer/0.2 CPython/3, Python 3",
        "HTTP/1.1, Python 2.7, 3.11.7",
    ),
    "server version": (
        "Starting gunicorn 27.0.1, Werkzeug/3.1.3, curl/7.88.1",
        "Starting gunicorn <version>, Werkzeug/<version>, curl/<version>",
        "gunicorn 4 workers, HTTP/1.1 200",
    ),
    "library folder": (
        ".../lib/python3.11/http/server.py",
        ".../lib/python3/http/server.py",
        "/home/you/python3.11/x.py",
    ),
    "library line": (
        '  File ".../lib/python3.11/selectors.py", line 415, in select',
        '  File ".../lib/python3/selectors.py", line <line>, in select',
        TRACEBACK,
    ),
    "traceback marks": (
        TRACEBACK + "    ~^^^\nTypeError",
        TRACEBACK + "TypeError",
        "^C\n  ^ here\n  a ~ b\n",
    ),
    "traceback statement": (
        TRACEBACK + "        endpoint,\n    )\nTypeError",
        TRACEBACK + "TypeError",
        "two lines\n    of output\n    with a margin\n",
    ),
    "client address": (
        "('127.0.0.1', 54321) 127.0.0.1:40000 REMOTE_PORT: 54321",
        "('127.0.0.1', <port>) 127.0.0.1:<port> REMOTE_PORT: <port>",
        "('127.0.0.1', 8000) http://127.0.0.1:8000/ 54321 sightings",
    ),
}


@pytest.mark.parametrize("name", [rule.name for rule in RULES])
def test_each_rule_replaces_what_it_is_for_and_nothing_like_it(name):
    text, normalised, stays = CASES[name]
    (rule,) = [rule for rule in RULES if rule.name == name]
    assert rule(text) != text, "the rule itself must match its example"
    assert normalise(text) == normalised
    assert normalise(stays) == stays
    assert rule.reason


def test_what_is_normalised_stays_so():
    for text, _, _ in CASES.values():
        assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    "text",
    [
        "HTTP/1.1 200 OK",
        "HTTP/1.1 431 Request Header Fields Too Large",
        "Content-Length: 12345",
        "12345 sightings, 3 workers, 10000 requests",
        "Task queue depth is 1",
        "curl: (28) Operation timed out",
        "wsgi.version (1, 0)",
    ],
)
def test_status_codes_and_counts_are_never_replaced(text):
    assert normalise(text) == text


def test_folders_of_this_machine_are_replaced(tmp_path):
    room = tmp_path / "week02_sockets"
    room.mkdir()
    prefix = Path(sys.prefix)
    text = f"{room}/steps/x.py {room} {room}_other {prefix}/lib/python3.11/x.py {prefix}"
    assert without_paths(text, room) == (
        "/home/you/week02_sockets/steps/x.py /home/you/week02_sockets "
        "/home/you/examples/week02_sockets_other "
        f".../lib/python3.11/x.py {prefix}"
    )


def test_the_home_of_a_replay_is_yours(tmp_path):
    home = tmp_path / "home-x"
    assert without_paths(f"{home} {home}/copy/a.py", tmp_path / "week02", home) == (
        "/home/you /home/you/copy/a.py"
    )

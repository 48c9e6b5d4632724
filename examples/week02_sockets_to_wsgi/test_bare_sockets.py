"""The server on a bare socket: that it answers, and what breaks it."""

import re
import socket
import subprocess
import sys

import pytest

LISTENING = re.compile("Listening")


def run(room, *command, check=True):
    """Run a step of this week and return what it printed, errors included."""
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=room / "steps",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=30,
        check=False,
    )
    assert not check or done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def bare(serve):
    return serve("python", "steps/one_after_another.py", "{port}", ready=LISTENING)


@pytest.fixture(scope="module")
def ours(serve, room):
    command = ("python", "serve_wsgi.py", "hello:application", "{port}")
    return serve(*command, ready=LISTENING, cwd=room / "steps")


def test_one_request_is_answered_and_the_next_refused(serve, room):
    server = serve("python", "steps/one_request.py", "{port}", ready=LISTENING)
    printed = run(room, "ask.py", server.port, "/herons")
    assert r"b'HTTP/1.1 200 OK\r\n'" in printed
    assert r"b'A heron.\n'" in printed
    server.process.wait(5)
    assert r"b'GET /herons HTTP/1.1\r\n" in server.log
    printed = run(room, "ask.py", server.port, "/herons", check=False)
    assert "ConnectionRefusedError" in printed


def test_a_silent_client_stops_the_bare_server(bare, room):
    with socket.create_connection((bare.host, bare.port)):
        command = [sys.executable, "ask.py", str(bare.port), "/"]
        asking = subprocess.Popen(command, cwd=room / "steps", stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            asking.communicate(timeout=1)
    assert b"200 OK" in asking.communicate(timeout=10)[0]


def test_a_request_in_two_pieces_is_answered_after_the_first(bare, room):
    assert "200 OK" in run(room, "two_pieces.py", bare.port)
    assert "12 bytes: b'GET /sightin'" in bare.log


def test_a_body_is_acknowledged_that_was_not_read(bare, room):
    assert "200 OK" in run(room, "post_much.py", bare.port, 2000)
    assert "1024 bytes: b'POST /sightings" in bare.log


def test_a_large_body_resets_the_connection(bare, room):
    printed = run(room, "post_much.py", bare.port, 30_000_000, check=False)
    assert "ConnectionResetError" in printed


def test_a_second_request_on_the_connection_finds_nobody(bare, room):
    printed = run(room, "ask_twice.py", bare.port, check=False)
    assert r"first b'A heron.\n'" in printed
    assert (
        "RemoteDisconnected: Remote end closed connection without response" in printed
    )


def test_our_server_waits_for_the_rest_of_a_request(ours, room):
    assert "You asked for /sightings/17" in run(room, "two_pieces.py", ours.port)


def test_our_server_reads_a_body_whole_or_refuses_it(ours, room):
    assert run(room, "post_much.py", ours.port, 100_000).startswith("b'HTTP/1.1 200")
    assert run(room, "post_much.py", ours.port, 30_000_000).startswith("b'HTTP/1.1 413")


def test_our_server_says_that_it_closes(ours, room):
    assert r"second b'You asked for /\n'" in run(room, "ask_twice.py", ours.port)

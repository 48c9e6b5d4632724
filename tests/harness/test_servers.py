"""Servers: started, ready, stopped for certain, and their logs where a person looks."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from harness import servers
from harness.servers import Server, ServerError, Servers

LISTEN = "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1])));"


@pytest.fixture
def start(tmp_path):
    """Start servers in an empty folder."""
    factory = Servers(tmp_path, tmp_path)
    yield factory
    factory.stop()


def gone(pid: int) -> bool:
    """Tell whether the process has ended (or only waits to be collected by its parent)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_server_answers_and_stops(start, project):
    server = start(
        "python", "steps/serve.py", "{port}", cwd=project.room, ready=re.compile("Listening")
    )
    assert server.running
    assert urllib.request.urlopen(server.url).read() == b"hello\n"
    server.wait_for_log("GET / HTTP/1.1")
    assert server.log.startswith(f"Listening on http://127.0.0.1:{server.port}\n")
    assert server.stop() == -signal.SIGTERM
    assert server.stop() == -signal.SIGTERM, "a second stop says the same"
    assert not server.running
    assert gone(server.pid)


def test_tcp_readiness_takes_no_request_from_the_server(start):
    one = LISTEN + "print('waits'); s.accept(); print('took one')"
    server = start("python", "-c", one, "{port}", ready="tcp")
    time.sleep(0.05)
    if sys.platform == "linux":
        assert "took one" not in server.log


def test_http_readiness_accepts_any_status(start):
    answer = LISTEN + (
        "c, _ = s.accept(); c.recv(999); c.sendall(b'HTTP/1.1 500 No\\r\\n\\r\\n'); c.close()\n"
        "time.sleep(60)"
    )
    assert start("python", "-c", answer, "{port}", ready="http").running


def test_a_server_that_ends_is_reported_with_command_status_and_log(start):
    with pytest.raises(ServerError) as caught:
        start("python", "-c", "print('no licence'); raise SystemExit(3)", ready="tcp")
    text = str(caught.value)
    assert "ended before it listened on port" in text
    assert "command: python -c" in text
    assert "ended with exit status 3" in text
    assert "no licence" in text


def test_a_server_that_is_killed_is_reported_with_the_signal(start):
    killed = "import os; print('so long'); os.kill(os.getpid(), 9)"
    with pytest.raises(ServerError, match=r"(?s)ended by signal SIGKILL.*so long"):
        start("python", "-c", killed, ready=re.compile("never"))


def test_a_server_that_never_gets_ready_is_stopped_and_reported(start):
    with pytest.raises(ServerError, match=r"(?s)after 0.4 s still waiting.*thinking") as caught:
        start(
            "python", "-c", "print('thinking'); __import__('time').sleep(60)", ready="http",
            timeout=0.4,
        )  # fmt: skip
    assert "state:   still running" in str(caught.value)
    assert not start.mine[-1].running


def test_an_unknown_way_of_being_ready_is_an_error_that_lists_the_ways(start):
    with pytest.raises(ValueError, match=r'use "tcp", "http" or re.compile'):
        start("python", "-c", "import time; time.sleep(60)", ready="now")


def test_a_missing_program_is_an_error_that_says_where_it_was_looked_for(start):
    with pytest.raises(ServerError, match=r"serve-nothing: no such program beside python"):
        start("serve-nothing", "{port}")


def test_waiting_for_the_log_of_a_server_that_ends_is_an_error(start):
    server = start("python", "-c", LISTEN + "print('up'); time.sleep(0.1)", "{port}")
    with pytest.raises(ServerError, match=r"(?s)ended before its log showed 'down'.*up"):
        server.wait_for_log("down")


def test_a_server_that_ignores_the_signal_is_killed(start, monkeypatch):
    monkeypatch.setattr(servers, "PATIENCE", 0.2)
    deaf = "import signal; signal.signal(15, signal.SIG_IGN);" + LISTEN + "time.sleep(60)"
    server = start("python", "-c", deaf, "{port}")
    assert server.stop() == -signal.SIGKILL


def test_stop_with_an_interrupt(start):
    server = start("python", "-c", LISTEN + "time.sleep(60)", "{port}")
    server.stop(signal.SIGINT)
    assert "KeyboardInterrupt" in server.log


def test_children_of_a_server_end_with_it(start):
    parent = (
        "import subprocess, sys, time;"
        "c = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print('child', c.pid); time.sleep(60)"
    )
    server = start("python", "-c", parent, ready=re.compile("child"))
    child = int(server.wait_for_log(r"child (\d+)")[1])
    assert not gone(child)
    server.stop()
    assert gone(child)


def test_a_test_run_that_is_killed_leaves_no_server_behind(tmp_path):
    """SIGKILL gives the run no chance to clean up; the reaper's input ends, and it does."""
    run = (
        "import re, sys, time; from pathlib import Path; from harness.servers import Servers;"
        "s = Servers(None, Path(sys.argv[1]));"
        "server = s('python', '-c', 'print(1); import time; time.sleep(60)',"
        " ready=re.compile('1'), cwd='.'); print(server.pid, flush=True); time.sleep(60)"
    )
    folder = str(Path(servers.__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-c", run, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": folder},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        pid = int(process.stdout.readline())
        assert not gone(pid)
        process.kill()
    limit = time.monotonic() + 5
    while not gone(pid) and time.monotonic() < limit:
        time.sleep(0.02)
    assert gone(pid)


def test_a_program_can_be_interrupted_though_the_run_cannot(start):
    """A run in the background of a script has interrupts switched off."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        server = start("python", "-c", LISTEN + "time.sleep(60)", "{port}")
    finally:
        signal.signal(signal.SIGINT, before)
    server.stop(signal.SIGINT)
    assert "KeyboardInterrupt" in server.log


def test_servers_of_a_moment(start):
    before = time.monotonic()
    server = start("python", "-c", LISTEN + "time.sleep(60)", "{port}")
    assert server in Servers.used_since(before)
    server.stop()
    assert server in Servers.used_since(before)
    assert server not in Servers.used_since(time.monotonic() + 1)
    assert isinstance(server, Server)


def test_the_log_is_shown_with_a_failed_test_and_only_there(project):
    project.write(
        {
            "examples/week99_sample/test_serve.py": """
                import urllib.request

                def test_good(serve, room):
                    server = serve("python", "steps/serve.py", "{port}")
                    assert urllib.request.urlopen(server.url).read() == b"hello\\n"
                    assert room.name == "week99_sample"
                    server.stop()

                def test_bad(serve):
                    server = serve("python", "steps/serve.py", "{port}")
                    urllib.request.urlopen(server.url + "/wanted").read()
                    assert server.log == ""
            """
        }
    )
    result = project.run()
    result.assert_outcomes(passed=1, failed=1)
    text = result.stdout.str()
    assert re.search(r"-+ log of python steps/serve.py \d{4} -+\n", text)
    assert text.count(" log of ") == 1, "the server of the other test had stopped"
    assert "GET /wanted HTTP/1.1" in text


def test_the_fixtures_need_a_week(project):
    project.write({"examples/test_x.py": "def test_x(room): pass\n"})
    result = project.run()
    result.assert_outcomes(errors=1)
    assert "is in no week's folder" in result.stdout.str()

"""No application of the book loses a sighting or answers wrongly, under load and faults."""

import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

import httpx2
import pytest

from contract import crowd, faults, figures, load
from contract.applications import applications, find, running
from contract.faults import Outcome
from contract.matrix import with_workers
from contract.suite.checking import Answer
from harness.servers import Servers

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
WITH_FORMS = [each for each in applications() if "L2" in each.levels]


def named(outcomes):
    """Return what went wrong, with fault and application."""
    return [
        f"{each.application}, {each.database}, {each.fault}: {problem}"
        for each in outcomes
        for problem in each.problems
    ]


@pytest.fixture(scope="module")
def start():
    """A function that runs an application, once for all tests."""
    running_now = {}

    def started(application, database="sqlite"):
        key = (application.id, database)
        if key not in running_now:
            program = running(application, "production", database)
            running_now[key] = stack.enter_context(program)
        return running_now[key]

    with ExitStack() as stack:
        yield started


@LINUX
@pytest.mark.parametrize("application", WITH_FORMS, ids=lambda each: each.id)
def test_nothing_is_lost_under_load_and_faults(application, start):
    program = start(application)
    result = load.under_load(program, clients=50, seconds=1)
    assert not load.bad(result), result
    assert result["made"] > 0
    outcomes = [faults.clients_go_away(program, times=1)]
    tried = faults.faults_of(program)
    if faults.killed_worker in tried:
        outcomes.append(faults.killed_worker(program, kills=1))
    if faults.disk_full_for_photos in tried:
        outcomes.append(faults.disk_full_for_photos(program))
    assert not named(outcomes)


def test_a_database_that_cannot_be_used_is_a_clear_5xx(start):
    programs = []
    for application in WITH_FORMS:
        programs.append(start(application))
        if "postgresql" in application.databases:
            # Each process of Uvicorn takes a while to start, and one answers several.
            fewer = with_workers(
                application, 1 if application.interface == "ASGI" else 2
            )
            programs.append(start(fewer, "postgresql"))
    # Most of it is waiting for a lock, so all wait at the same time.
    with ThreadPoolExecutor(len(programs)) as pool:
        outcomes = list(pool.map(faults.locked_database, programs))
    for program in programs:
        if faults.database_away in faults.faults_of(program):
            outcomes.append(faults.database_away(program))
    assert not named(outcomes)
    assert {each.fault for each in outcomes} == {
        "the database is locked",
        "the tables are locked",
        "the database is away",
    }


# -- each check can fail -------------------------------------------------------------------------

PROGRAM = SimpleNamespace(application=SimpleNamespace(name="Stub"), database=None)


def answer(status, kind="text/html", body=b"<p>Sorry", path="/sightings"):
    fields = httpx2.Headers({"content-type": kind})
    return Answer("GET", f"http://127.0.0.1{path}", "", status, "", fields, body)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (answer(503), None),
        (answer(503, "application/problem+json", path="/api/sightings"), None),
        (answer(200), "GET /sightings: 200 "),
        (answer(faults.NO_ANSWER), f"GET /sightings: {faults.NO_ANSWER} "),
        (answer(500, "text/plain"), "GET /sightings: text/plain, no text/html"),
        (
            answer(500, path="/api/sightings"),
            "GET /api/sightings: text/html, no application/problem+json",
        ),
        (
            answer(500, body=b"Traceback (most"),
            "GET /sightings: a traceback in the answer",
        ),
        (answer(500, body=b" "), "GET /sightings: an empty answer"),
    ],
)
def test_a_clear_5xx_is_told_from_others(given, problem):
    outcome = Outcome.of("x", PROGRAM)
    faults.check_clear(outcome, given)
    assert outcome.problems == ([problem] if problem else [])


def test_no_answer_has_a_status_of_its_own():
    def refused():
        raise httpx2.ReadTimeout(
            "", request=httpx2.Request("GET", "http://127.0.0.1/x")
        )

    assert faults.answer_of(refused).status == faults.NO_ANSWER


def test_waiting_ends():
    assert faults.wait_for(lambda: True, 0)
    assert not faults.wait_for(lambda: False, 0.05)


@contextmanager
def deaf_server(answering):
    """A program that takes one connection, and does with it what it is told."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            connection, _ = listening.accept()
            with connection:
                answering(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        port = listening.getsockname()[1]
        yield SimpleNamespace(server=SimpleNamespace(port=port))
        thread.join()


def refuse(connection):
    connection.recv(10)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def reset(connection):
    connection.recv(10)
    now = faults.struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)


@pytest.mark.parametrize(
    ("answering", "says"),
    [
        (refuse, "400"),
        (lambda connection: connection.recv(10), "no answer"),
        (reset, "no answer"),
    ],
)
def test_what_came_back_for_half_a_request_is_told(answering, says):
    with deaf_server(answering) as program:
        assert faults.cut_off(program, b"POST", reset=False) == says


HALF_TAKEN = """
def application(environ, start_response):
    if environ["REQUEST_METHOD"] == "POST":
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start_response("303 See Other", [("Location", "/sightings/1")])
    return [b""]
"""


def test_gunicorn_takes_half_a_form_for_whole_and_that_is_found(tmp_path, monkeypatch):
    """The application reads as many bytes as were announced, and does not count them."""
    (tmp_path / "half_taken.py").write_text(HALF_TAKEN, encoding="utf-8")
    request = crowd.head("POST", "/", 80, {"Content-Length": "9"}) + b"half"
    monkeypatch.setattr(faults, "half_requests", lambda *_: {"form": request})
    monkeypatch.setattr(faults, "check_goes_on", lambda *_: None)
    monkeypatch.setattr(crowd, "members", lambda *_: [None])
    monkeypatch.setattr(crowd, "stored", lambda *_: {7: "Heron"})
    servers = Servers(tmp_path, tmp_path)
    command = ["gunicorn", "--no-control-socket", "--bind=127.0.0.1:{port}"]
    try:
        server = servers(*command, "half_taken:application", ready="http")
        application = SimpleNamespace(name="Stub", levels=("L2",))
        program = SimpleNamespace(
            application=application, database=None, server=server, data=tmp_path
        )
        outcome = faults.clients_go_away(program, times=1)
    finally:
        servers.stop()
    assert outcome.problems == [
        "half of a request was taken for whole: {'303': 1}",
        "1 sightings of half a request are there",
    ]


# -- the script ----------------------------------------------------------------------------------


def a_fault(problem):
    def fault(program):
        outcome = Outcome.of("a fault", program)
        outcome.answers = {"503": 2, "200": 1}
        outcome.problems += problem
        return outcome

    return fault


@pytest.mark.parametrize(("problems", "status"), [([], 0), (["all is lost"], 1)])
def test_the_script_tries_each_fault_and_records(
    problems, status, monkeypatch, tmp_path, capsys
):
    monkeypatch.setattr(figures, "FOLDER", tmp_path)
    monkeypatch.setattr(faults, "faults_of", lambda _: [a_fault(problems)])
    words = ["--app=plain-wsgi", "--app=perch", "--record", "--date=2026-06-01"]
    assert faults.main(words) == status
    assert "fault='a fault', application='Perch'" in capsys.readouterr().out
    recorded = crowd.json.loads((tmp_path / "faults.json").read_text("utf-8"))
    cell = "; ".join(["2 x 503, 1 x 200", *problems])
    assert recorded["tables"]["faults"] == [
        ["Fault", "Database", "Perch"],
        ["a fault", "SQLite", cell],
    ]


def test_the_table_has_a_column_for_each_application():
    heron = Outcome("heat", "Heron", "SQLite", acknowledged=7, slowest=2.04)
    heron.answers = {"no answer (Dropped)": 1, "no answer (ConnectionResetError)": 2}
    swift = Outcome("cold", "Swift", "SQLite", {"503": 1}, slowest=0.4)
    assert faults.table([heron, swift]) == [
        ["Fault", "Database", "Heron", "Swift"],
        ["cold", "SQLite", "not tried", "1 x 503"],
        ["heat", "SQLite", "7 kept, 3 x no answer in 2.0 s", "not tried"],
    ]


def test_which_faults_are_tried_depends_on_levels_database_and_server():
    flask = find("flask")

    def tried(command, database, application=flask):
        server = SimpleNamespace(command=command)
        program = SimpleNamespace(
            application=application, server=server, database=database
        )
        return faults.faults_of(program)

    every = [faults.clients_go_away, faults.locked_database]
    workers = ["--workers", "3"]
    assert tried([], None, find("perch")) == every
    assert tried(workers, None, find("perch")) == [*every, faults.killed_worker]
    assert faults.database_away in tried([], "postgresql://")
    assert faults.disk_full_for_photos in tried([], None)

"""Do to each application what happens to servers, and see what it loses and what it says.

    python -m contract.faults [--app flask] [--record]

with ``examples`` on PYTHONPATH. Each application runs under its production server. The exit status
is 1 if an acknowledged sighting is lost, something is half stored, an answer is not a clear 5xx,
or the application does not go on afterwards. Linux only: processes are looked up in /proc.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import socket
import sqlite3
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

import httpx2
import psutil
import psycopg
from psycopg import sql

from contract import crowd
from contract.applications import Running, find, running
from contract.applications import applications as all_applications
from contract.figures import Figures, write
from contract.suite.browser import find_form
from contract.suite.checking import Answer
from contract.suite.client import Person
from contract.suite.images import png
from contract.suite.site import noted

RECOVERY = 15.0
"""Seconds within which a server must have its workers again."""
LIMIT = 20.0
"""Seconds within which an answer must come, whatever is wrong."""
NO_ANSWER = 599
"""What stands for the status where there was no answer."""
ROOM = 256 * 1024
"""The bytes that a file may have while the disk is said to be full."""
PHOTOS = (400_000, 1_000_000)
"""Sizes of photos for a full disk; parsers keep the larger one in a temporary file."""


@dataclass
class Outcome:
    """What one fault did to one application."""

    fault: str
    application: str
    database: str
    answers: dict[str, int] = field(default_factory=dict)
    """What was answered while the fault lasted, by status, and how often."""
    slowest: float = 0.0
    """Seconds that the slowest of these answers took."""
    acknowledged: int = 0
    """The sightings that were acknowledged meanwhile."""
    problems: list[str] = field(default_factory=list)
    """What was not as it must be."""

    @classmethod
    def of(cls, fault: str, program: Running) -> Outcome:
        """Return an outcome without answers yet."""
        database = "PostgreSQL" if program.database else "SQLite"
        return cls(fault, program.application.name, database)

    def expect(self, right: object, problem: str) -> None:
        """Write down a problem unless it is ``right``."""
        if not right:
            self.problems.append(problem)

    def count(self, answers: list[Answer]) -> None:
        """Write down what was answered."""
        for answer in answers:
            name = str(answer.status)
            self.answers[name] = self.answers.get(name, 0) + 1


def has(program: Running, level: str) -> bool:
    """Tell whether a program has a level."""
    return level in program.application.levels


def check_clear(outcome: Outcome, answer: Answer) -> None:
    """Check that an answer says clearly that the server, and not the client, is at fault."""
    asked = f"{answer.method} {answer.path}"
    kind = "application/problem+json" if "/api/" in answer.url else "text/html"
    outcome.expect(
        500 <= answer.status < NO_ANSWER, f"{asked}: {answer.status} {answer.reason}"
    )
    outcome.expect(
        answer.media_type == kind, f"{asked}: {answer.media_type}, no {kind}"
    )
    body = answer.body.decode("utf-8", "replace")
    outcome.expect("Traceback" not in body, f"{asked}: a traceback in the answer")
    outcome.expect(body.strip(), f"{asked}: an empty answer")


def check_goes_on(outcome: Outcome, program: Running, person: Person) -> None:
    """Check that reading and writing work."""
    status = Person(program.url).get("/sightings").status
    outcome.expect(status == 200, f"afterwards: {status} for the list")
    path = noted(person, sighting(crowd.new_place()))
    outcome.expect(person.get(path).status == 200, f"afterwards: no {path}")


def sighting(place: str) -> dict[str, str]:
    """Return values of a sighting."""
    values = {"species": "Heron", "count": "3", "place": place}
    return values | {"seen_on": crowd.OLDER, "notes": "x" * 500}


# -- a worker is killed --------------------------------------------------------------------------


def workers(program: Running) -> list[psutil.Process]:
    """Return the server's processes that answer requests, the oldest first."""
    found = []
    for process in psutil.Process(program.server.pid).children():
        with contextlib.suppress(psutil.Error):  # which has ended meanwhile
            # Python's multiprocessing has a helper among them that answers nothing.
            if "resource_tracker" not in " ".join(process.cmdline()):
                found.append(process)
    return sorted(found, key=lambda process: (process.create_time(), process.pid))


def number_of_workers(program: Running) -> int:
    """Return how many workers the command of the server asks for."""
    command = program.server.command
    return int(command[command.index("--workers") + 1])


def wait_for(what: Callable[[], object], seconds: float) -> bool:
    """Wait until ``what`` is true; tell whether it was in time."""
    limit = time.monotonic() + seconds
    while not what():
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def wait_for_more(tally: crowd.Tally, more: int) -> None:
    """Wait until so many more sightings are acknowledged, or nothing comes any more."""
    enough = len(tally.acknowledged) + more
    wait_for(lambda: len(tally.acknowledged) >= enough, LIMIT)


def killed_worker(program: Running, kills: int = 2, clients: int = 8) -> Outcome:
    """Kill workers with SIGKILL, one after the other, while sightings are made."""
    outcome = Outcome.of("a worker is killed", program)
    tally = crowd.Tally(crowd.new_place())
    number = number_of_workers(program)
    wait_for(lambda: len(workers(program)) == number, RECOVERY)
    kinds = ("form", "API: new")
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(
            crowd.come, program, clients, 4 * LIMIT, kinds=kinds, tally=tally
        )
        for _ in range(kills):
            wait_for_more(tally, clients)
            workers(program)[0].kill()
        wait_for_more(tally, clients)
        tally.stop = True
        coming.result()
    back = wait_for(lambda: len(workers(program)) == number, RECOVERY)
    outcome.expect(back, f"not {number} workers again after {RECOVERY:g} s")
    outcome.answers = dict(tally.errors)
    outcome.slowest = round(max(tally.latencies), 1)
    outcome.acknowledged = len(tally.acknowledged)
    outcome.problems += tally.lost(crowd.stored(program, tally.place)) + tally.wrong
    check_goes_on(outcome, program, crowd.members(program, 1)[0])
    return outcome


# -- the database is locked, or away -------------------------------------------------------------


@contextmanager
def locked_sqlite(program: Running) -> Iterator[None]:
    """Have another process's lock on the file: nobody can write."""
    file = program.data / "fieldnotes.db"
    connection = sqlite3.connect(file, isolation_level=None, timeout=LIMIT)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()  # which ends the transaction


@contextmanager
def locked_postgresql(program: Running) -> Iterator[None]:
    """Lock every table as a change of the schema does: nobody can read or write."""
    with psycopg.connect(program.database) as connection:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        tables = [sql.Identifier(name) for (name,) in connection.execute(query)]
        lock = sql.SQL("LOCK TABLE {}").format(sql.SQL(", ").join(tables))
        connection.execute(lock)
        yield


@contextmanager
def away_postgresql(program: Running) -> Iterator[None]:
    """End all connections to the database, and take no new ones."""
    address, _, name = program.database.rpartition("/")
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:

        def allow(word: str) -> None:
            statement = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
            connection.execute(statement.format(sql.Identifier(name), sql.SQL(word)))

        allow("false")
        try:
            end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            connection.execute(end, [name])
            yield
        finally:
            allow("true")


def try_to_write(person: Person, program: Running, form, place: str) -> list[Answer]:
    """Send a form, and a sighting to the API where there is one, at the same time."""
    values = form.values() | sighting(place)
    jobs = [lambda: person.post(form.path, values.items())]
    if has(program, "L4"):
        value = sighting(place) | {"count": 3}
        other = person.copy()
        jobs.append(lambda: other.api("POST", "/api/sightings", value))
    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(answer_of, jobs))


def answer_of(job: Callable[[], Answer]) -> Answer:
    """Return the answer to a request; one of the status 599 if there was none."""
    try:
        return job()
    except httpx2.TransportError as error:
        reason = type(error).__name__
        url = str(error.request.url)
        fields = httpx2.Headers()
        return Answer(error.request.method, url, "", NO_ANSWER, reason, fields, b"")


def unusable_database(
    program: Running, name: str, fault: Callable, readable: bool
) -> Outcome:
    """Have a fault of the database, and see what is answered while it lasts.

    ``readable`` says whether pages must be shown meanwhile.
    """
    outcome = Outcome.of(name, program)
    person = crowd.members(program, 1)[0]
    person.client.timeout = LIMIT + 5
    form = find_form(person.get("/sightings/new").must_be(200), "species")
    place = crowd.new_place()
    with fault(program):
        begun = time.monotonic()
        answers = try_to_write(person, program, form, place)
        outcome.slowest = round(time.monotonic() - begun, 1)
        page = answer_of(lambda: Person(program.url).get("/sightings/1"))
    for answer in answers if readable else [*answers, page]:
        check_clear(outcome, answer)
    outcome.expect(not readable or page.status == 200, f"reading: {page.status}")
    outcome.expect(outcome.slowest < LIMIT, f"an answer took {outcome.slowest} s")
    outcome.count([*answers, page])
    check_goes_on(outcome, program, person)
    kept = len(crowd.stored(program, place))
    outcome.expect(kept == 0, f"{kept} sightings that were answered with 5xx are there")
    return outcome


def locked_database(program: Running) -> Outcome:
    """Lock the database for longer than the application waits for it."""
    if program.database:
        name = "the tables are locked"
        return unusable_database(program, name, locked_postgresql, readable=False)
    name = "the database is locked"
    return unusable_database(program, name, locked_sqlite, readable=True)


def database_away(program: Running) -> Outcome:
    """End the connections to PostgreSQL, and refuse new ones."""
    name = "the database is away"
    return unusable_database(program, name, away_postgresql, readable=False)


# -- the disk is full ----------------------------------------------------------------------------


@contextmanager
def full_disk(program: Running) -> Iterator[None]:
    """Let no file that the server's processes write grow beyond ROOM (setrlimit(2))."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(soft: int) -> None:
        for pid in program.pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))

    limit(ROOM)
    try:
        yield
    finally:
        limit(hard)


def upload(person: Person, path: str, photo: bytes) -> Answer:
    """Send a photo by the form on a sighting's page."""
    form = find_form(person.get(path).must_be(200), path=f"{path}/photo")
    files = {"photo": ("heron.png", photo, "image/png")}
    return person.send("POST", form.path, data=form.values(), files=files)


def photo_of(person: Person, path: str) -> tuple[str, bytes]:
    """Return address and bytes of the photo on a sighting's page, "" without one."""
    image = person.get(path).must_be(200).page.css_first("main img")
    address = image.attributes["src"] if image else ""
    return address, person.get(address).body if address else b""


def disk_full_for_photos(program: Running) -> Outcome:
    """Replace a photo while the disk is full."""
    outcome = Outcome.of("the disk is full", program)
    person = crowd.members(program, 1)[0]
    path = noted(person, sighting(crowd.new_place()))
    outcome.expect(upload(person, path, png(size=5000)).redirects, "no photo before")
    before = photo_of(person, path)
    outcome.expect(before[1] == png(size=5000), "the photo before is another")
    files = sorted(program.data.rglob("photos/**"))
    with full_disk(program):
        begun = time.monotonic()
        answers = [upload(person, path, png(size=size)) for size in PHOTOS]
        outcome.slowest = round(time.monotonic() - begun, 1)
    outcome.count(answers)
    for answer in answers:
        check_clear(outcome, answer)
    outcome.expect(photo_of(person, path) == before, "the photo is not the one before")
    left = sorted(program.data.rglob("photos/**"))
    outcome.expect(left == files, "a file of a photo that was refused is left")
    outcome.expect(
        upload(person, path, png(size=PHOTOS[1])).redirects, "no photo after"
    )
    check_goes_on(outcome, program, person)
    return outcome


# -- clients go away -----------------------------------------------------------------------------


def cut_off(program: Running, request: bytes, *, reset: bool) -> str:
    """Send bytes and go away; return the status of an answer that came all the same.

    With ``reset`` the connection is closed at once, and what may come is not waited for;
    otherwise only the sending side is closed.
    """
    address = ("127.0.0.1", program.server.port)
    with socket.create_connection(address, LIMIT) as connection:
        connection.sendall(request)
        if reset:
            # To linger for 0 seconds (socket(7)) has the connection end with RST.
            now = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
            return "not waited for"
        received = b""
        with contextlib.suppress(OSError):  # it has ended the connection already
            connection.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            received = b"".join(iter(lambda: connection.recv(65536), b""))
    return received[9:12].decode("ascii") or "no answer"


def multipart(values: Mapping[str, str], photo: bytes) -> tuple[str, bytes]:
    """Return media type and body of a form with a file."""
    part = '--cut\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    fields = "".join(part.format(name, value) for name, value in values.items())
    file = '--cut\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n'
    file += "Content-Type: image/png\r\n\r\n"
    body = (fields + file).encode() + photo + b"\r\n--cut--\r\n"
    return "multipart/form-data; boundary=cut", body


def half_requests(program: Running, person: Person, place: str) -> dict[str, bytes]:
    """Return requests without the end of their bodies, by name."""
    port = program.server.port
    account = crowd.account_of(person)

    def half(
        target: str, body: bytes, without: int, fields: Mapping[str, str]
    ) -> bytes:
        fields = {**fields, "Content-Length": str(len(body))}
        return crowd.head("POST", target, port, fields) + body[:-without]

    values = sighting(place)
    form = urlencode({**account.hidden, **values}).encode()
    # What is left of the form is a form, with its notes cut short.
    found = {"form": half("/sightings/new", form, 100, account.fields)}
    if has(program, "L4"):
        json = crowd.json.dumps(values | {"count": 3}).encode()
        fields = {"Content-Type": "application/json"}
        fields["Authorization"] = f"Bearer {account.token}"
        found["JSON"] = half("/api/sightings", json, 100, fields)
    if has(program, "L5"):
        path = noted(person, sighting(crowd.new_place()))
        page = find_form(person.get(path).must_be(200), path=f"{path}/photo")
        kind, body = multipart(page.values(), png(size=500_000))
        fields = {**account.fields, "Content-Type": kind}
        found["photo"] = half(f"{path}/photo", body, 200_000, fields)
    return found


def clients_go_away(program: Running, times: int = 3) -> Outcome:
    """Break off in a form, in JSON, in a photo and in answers."""
    outcome = Outcome.of("clients go away", program)
    person = crowd.members(program, 1)[0]
    place = crowd.new_place()
    files = sorted(program.data.rglob("photos/**"))
    answers: Counter[str] = Counter()
    for request in half_requests(program, person, place).values():
        for _ in range(times):
            cut_off(program, request, reset=True)
            answers[cut_off(program, request, reset=False)] += 1
    for _ in range(10 * times):
        cut_off(
            program,
            crowd.head("GET", "/sightings", program.server.port, {}),
            reset=True,
        )
    outcome.answers = dict(answers)
    outcome.expect(
        all(not answer.startswith(("2", "3")) for answer in answers),
        f"half of a request was taken for whole: {dict(answers)}",
    )
    check_goes_on(outcome, program, person)
    kept = len(crowd.stored(program, place))
    outcome.expect(kept == 0, f"{kept} sightings of half a request are there")
    left = sorted(program.data.rglob("photos/**"))
    outcome.expect(left == files, "a file of half a photo is left")
    return outcome


# -- all of them ---------------------------------------------------------------------------------


def faults_of(program: Running) -> list[Callable[[Running], Outcome]]:
    """Return the faults that can be tried on a program."""
    found = [clients_go_away, locked_database]
    if "--workers" in program.server.command:
        found.append(killed_worker)
    if program.database:
        found.append(database_away)
    if has(program, "L5"):
        found.append(disk_full_for_photos)
    return found


def told(outcome: Outcome) -> str:
    """Return in a few words what came of a fault."""
    counts: Counter[str] = Counter()
    for what, count in outcome.answers.items():
        counts[what.partition(" (")[0]] += count
    words = [f"{outcome.acknowledged} kept"] if outcome.acknowledged else []
    words += [f"{count} x {what}" for what, count in counts.items()]
    time_taken = f" in {outcome.slowest:.1f} s" if outcome.slowest >= 1 else ""
    return "; ".join([", ".join(words) + time_taken, *outcome.problems])


def table(outcomes: list[Outcome]) -> list[list[str]]:
    """Return a row for each fault, a column for each application, the head first."""
    names = list(dict.fromkeys(outcome.application for outcome in outcomes))
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for outcome in outcomes:
        key = (outcome.fault, outcome.database)
        rows.setdefault(key, {})[outcome.application] = told(outcome)
    body = [
        [*key, *(cells.get(name, "not tried") for name in names)]
        for key, cells in sorted(rows.items())
    ]
    return [["Fault", "Database", *names], *body]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m contract.faults",
        description="Have faults happen to applications, and see what they lose.",
    )
    parser.add_argument("--app", action="append", help="one of them; default: each")
    parser.add_argument(
        "--record", action="store_true", help="write measured/faults.json"
    )
    parser.add_argument("--date", help="the date of the recording; default: today")
    options = parser.parse_args(arguments)
    chosen = [find(name) for name in options.app or []] or all_applications()
    outcomes = []
    for application in chosen:
        if "L2" not in application.levels:
            continue
        for database in application.databases:
            with running(application, "production", database) as program:
                for fault in faults_of(program):
                    outcomes.append(fault(program))
                    print(outcomes[-1], flush=True)
    if options.record:
        figures = Figures.now(options.date)
        figures.values["outcomes"] = [asdict(outcome) for outcome in outcomes]
        figures.tables["faults"] = table(outcomes)
        write("faults", figures)
    return int(any(outcome.problems for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())

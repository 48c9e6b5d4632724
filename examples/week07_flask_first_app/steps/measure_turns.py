"""Ask eight at once under six servers: python -m steps.measure_turns PORT"""

import contextlib
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SCRIPTS = Path(sys.executable).parent  # here are flask and gunicorn
REQUESTS = 8
FLASK = ["flask", "--app=steps.turns", "run", "--port={port}"]
GUNICORN = ["gunicorn", "--no-control-socket", "--bind=127.0.0.1:{port}"]
COMMANDS = {
    "flask run": FLASK,
    "flask run --without-threads": [*FLASK, "--without-threads"],
    "gunicorn": [*GUNICORN, "steps.turns:app"],
    "gunicorn --workers 3": [*GUNICORN, "--workers=3", "steps.turns:app"],
    "gunicorn --threads 4": [*GUNICORN, "--threads=4", "steps.turns:app"],
    "gunicorn --worker-class gevent": [
        *GUNICORN,
        "--worker-class=gevent",
        "steps.turns:app",
    ],
}


@contextlib.contextmanager
def running(command, port, database):
    """Run a server until the block ends."""
    socket.create_server(("127.0.0.1", port)).close()  # fails if the port is taken
    program, *words = [word.format(port=port) for word in command]
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options["env"] = os.environ | {"TURNS_DATABASE": str(database)}
    with subprocess.Popen([SCRIPTS / program, *words], **options) as process:
        try:
            wait_until_it_listens(port)
            time.sleep(0.5)  # all workers have started by then
            yield
        finally:
            process.terminate()


def wait_until_it_listens(port, seconds=10):
    deadline = time.monotonic() + seconds
    while not listens(port) and time.monotonic() < deadline:
        time.sleep(0.05)


def listens(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def ask(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return json.load(answer)


def measure(port, path):
    """Return how many answers were in the making at once, and the seconds: best of two.

    In the first round workers may still be starting.
    """
    rounds = [ask_at_once(port, path) for _ in range(2)]
    return max(most for most, _ in rounds), min(took for _, took in rounds)


def ask_at_once(port, path):
    began = time.perf_counter()
    with ThreadPoolExecutor(REQUESTS) as pool:
        answers = list(pool.map(ask, [port] * REQUESTS, [path] * REQUESTS))
    took = time.perf_counter() - began
    most = max(
        sum(other["began"] <= answer["began"] < other["ended"] for other in answers)
        for answer in answers
    )
    return most, took


@contextlib.contextmanager
def locked_database():
    """Make a database, and keep it locked until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "locked.db")
        with contextlib.closing(sqlite3.connect(file)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield file


def main(port):
    print(f"{'':30}  at once    /wait   /locked    /busy")
    with locked_database() as database:
        for name, command in COMMANDS.items():
            with running(command, port, database):
                most, waited = measure(port, "/wait")
                _, locked = measure(port, "/locked")
                _, worked = measure(port, "/busy")
            took = f"{waited:5.2f} s  {locked:6.2f} s  {worked:5.2f} s"
            print(f"{name:30}  {most:7}  {took}")


if __name__ == "__main__":
    main(int(sys.argv[1]))

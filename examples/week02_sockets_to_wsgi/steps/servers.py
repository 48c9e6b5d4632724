"""The servers of this week, each with the command that starts it."""

import contextlib
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = Path(sys.executable).parent  # here are waitress-serve, gunicorn and flask

WAITRESS = [SCRIPTS / "waitress-serve", "--listen=127.0.0.1:{port}"]
GUNICORN = [SCRIPTS / "gunicorn", "--no-control-socket", "--bind=127.0.0.1:{port}"]
THREADS = [sys.executable, "serve_threads.py", "{application}", "{port}"]

COMMANDS = {
    "this week's": [sys.executable, "serve_wsgi.py", "{application}", "{port}"],
    "this week's, with threads": THREADS,
    "wsgiref": [sys.executable, "run_wsgiref.py", "{application}", "{port}"],
    "waitress": [*WAITRESS, "{application}"],
    "gunicorn": [*GUNICORN, "{application}"],
    "gunicorn --workers 4": [*GUNICORN, "--workers=4", "{application}"],
    "gunicorn --threads 4": [*GUNICORN, "--threads=4", "{application}"],
    "flask run": [SCRIPTS / "flask", "--app={application}", "run", "--port={port}"],
}
COMMANDS["flask run --without-threads"] = [*COMMANDS["flask run"], "--without-threads"]


@contextlib.contextmanager
def running(server, application, port, log=subprocess.DEVNULL):
    """Run an application under one of the servers until the block ends.

    Raises OSError if the port is taken: an older server would answer for the new one.
    """
    socket.create_server(("127.0.0.1", port)).close()
    values = {"application": application, "port": port}
    command = [str(word).format(**values) for word in COMMANDS[server]]
    output = {"stdout": log, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=HERE, **output) as process:
        try:
            wait_until_it_listens(port)
            yield
        finally:
            process.terminate()


def wait_until_it_listens(port, seconds=10):
    deadline = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)

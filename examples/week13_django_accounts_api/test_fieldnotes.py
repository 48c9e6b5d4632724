"""Fieldnotes in Django: its own tests, its settings, and the worker as a process."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from harness.inputs import environment

PROJECT = Path(__file__).parent / "fieldnotes"
MANAGE = (sys.executable, "manage.py")
SERVE = (sys.executable, "-c", "import config.wsgi")
SECRET = "0123456789abcdef" * 4


@pytest.fixture
def variables(tmp_path):
    """Return the variables of a program in production, with data of its own."""
    return {
        "FIELDNOTES_DATA": str(tmp_path / "data"),
        "FIELDNOTES_MODE": "production",
        "FIELDNOTES_SECRET": SECRET,
    }


def run(*command, env):
    return subprocess.run(
        command,
        cwd=PROJECT,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=50,
    )


def test_the_tests_of_the_project(variables):
    done = run(sys.executable, "-W", "error", "manage.py", "test", env=variables)
    assert done.returncode == 0, done.stderr
    assert "OK" in done.stderr


def test_nothing_to_say_before_it_is_deployed(variables):
    done = run(*MANAGE, "check", "--deploy", "--fail-level=WARNING", env=variables)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [(*MANAGE, "runserver"), SERVE])
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FIELDNOTES_SECRET", "", "FIELDNOTES_SECRET is not set; set it to a long"),
        ("FIELDNOTES_MODE", "debug", "set it to production or development"),
        ("FIELDNOTES_TODAY", "1 June", "set it to a date such as 2026-06-01"),
        ("FIELDNOTES_TOKEN_LIFETIME", "1h", "set it to a whole number of seconds"),
        ("FIELDNOTES_DATA", __file__, "set it to a folder that can be made"),
        ("FIELDNOTES_DATABASE", "mysql://x/y", "set it to postgresql://"),
        ("FIELDNOTES_DATABASE", "postgresql://x:port/y", "set it to postgresql://"),
    ],
)
def test_a_variable_that_cannot_be_used(variables, command, name, value, said):
    done = run(*command, env=variables | {name: value})
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, "one line, without a traceback"
    assert done.stderr.startswith(f"fieldnotes: {name} is ")
    assert said in done.stderr


def test_an_address_of_postgresql(variables):
    address = "postgresql://ann:a%40b@db.example:5433/notes"
    program = (
        "from config.settings import DATABASES as D; d = D['default']; print("
        "d['NAME'], d['USER'], d['PASSWORD'], d['HOST'], d['PORT'])"
    )
    done = run(
        sys.executable, "-c", program, env=variables | {"FIELDNOTES_DATABASE": address}
    )
    assert done.stdout == "notes ann a@b db.example 5433\n"


def test_development_needs_no_secret(variables):
    variables |= {"FIELDNOTES_SECRET": "", "FIELDNOTES_MODE": "development"}
    assert run(*SERVE, env=variables).returncode == 0


@pytest.fixture
def queued(variables):
    """Make a database in which one report waits; return a function that asks it."""
    run(*MANAGE, "migrate", env=variables)
    program = (
        "from accounts.models import User; from sightings.models import Report; "
        "Report.objects.create(owner=User.objects.create_user('miriam'))"
    )
    assert run(*MANAGE, "shell", "-c", program, env=variables).returncode == 0
    file = Path(variables["FIELDNOTES_DATA"]) / "fieldnotes.db"

    def status():
        with closing(sqlite3.connect(file)) as database:
            return database.execute("SELECT status FROM sightings_report").fetchone()[0]

    assert status() == "queued"
    return status


@pytest.fixture
def worker(variables, tmp_path):
    """Return a function that starts a worker; it ends with the test."""
    started = []

    def start(delay):
        started.append(
            subprocess.Popen(
                [*MANAGE, "makereports"],
                cwd=PROJECT,
                env=environment(variables | {"FIELDNOTES_REPORT_DELAY": delay}),
                stderr=subprocess.PIPE,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_for(status, wanted):
    limit = time.monotonic() + 20
    while status() != wanted:
        assert time.monotonic() < limit, f"{status()}, and not {wanted}"
        time.sleep(0.05)


def test_a_worker_that_is_told_to_stop_puts_its_report_back(queued, worker):
    process = worker("60")
    wait_for(queued, "running")
    os.kill(process.pid, signal.SIGTERM)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, b"")
    assert queued() == "queued"


def test_a_worker_waits_for_more_when_it_has_made_a_report(queued, worker):
    process = worker("0")
    wait_for(queued, "done")
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0

"""The applications of the book keep the contract, each as a reader would run the suite on it."""

import subprocess
import sys
from pathlib import Path

import pytest

from contract.applications import applications
from harness.inputs import environment
from harness.ports import free_port

ROOT = Path(__file__).parents[2]
# The development server with SQLite, as a reader starts it; several workers with every database.
RUNS = [
    (application.id, server, database)
    for application in applications()
    for server in application.servers
    for database in application.databases or ("",)
    if server == "production" or database != "postgresql"
]


def run_the_suite(*options):
    """Run the suite in a process of its own; return what it printed and its exit status."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "--tb=short"]
    done = subprocess.run(
        [*command, "examples/contract/suite", *options],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr, done.returncode


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("application", "server", "database"), RUNS)
def test_it_keeps_the_contract(application, server, database):
    options = ["--app", application, "--server", server]
    if database:
        options += ["--database", database]
    output, status = run_the_suite(*options)
    assert status == 0, output


def test_a_program_that_does_not_run_is_said_in_one_line():
    url = f"http://127.0.0.1:{free_port()}"
    output, status = run_the_suite("--url", url, "--levels", "L0")
    assert status != 0
    assert f"nothing answers at {url}" in output
    assert "start the program first" in output
    assert "Traceback" not in output


def test_an_unknown_application_is_named_with_those_there_are():
    output, status = run_the_suite("--app", "herons")
    assert status != 0
    assert "there is no application 'herons'" in output
    assert "flask" in output


def test_without_a_program_nothing_is_collected():
    output, _ = run_the_suite("--collect-only")
    assert "test_l0_service" not in output

"""The applications of the book keep the contract, each as a reader would run the suite on it."""

import pytest

from contract.applications import applications, find
from contract.suite_run import run_suite
from harness.ports import free_port

# The development server with SQLite, as a reader starts it; several workers with every database.
RUNS = [
    (application.id, server, database)
    for application in applications()
    for server in application.servers
    for database in application.databases or ("",)
    if server == "production" or database != "postgresql"
]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("application", "server", "database"), RUNS)
def test_it_keeps_the_contract(application, server, database):
    options = ["--app", application, "--server", server]
    if database:
        options += ["--database", database]
    # Several workers on SQLite execute no line that neither of the other two runs does.
    other = "postgresql" in find(application).databases
    counted = not (other and (server, database) == ("production", "sqlite"))
    output, status = run_suite(*options, counted=counted)
    assert status == 0, output


def test_a_program_that_does_not_run_is_said_in_one_line():
    url = f"http://127.0.0.1:{free_port()}"
    output, status = run_suite("--url", url, "--levels", "L0")
    assert status != 0
    assert f"nothing answers at {url}" in output
    assert "start the program first" in output
    assert "Traceback" not in output


def test_an_unknown_application_is_named_with_those_there_are():
    output, status = run_suite("--app", "herons")
    assert status != 0
    assert "there is no application 'herons'" in output
    assert "flask" in output


def test_without_a_program_nothing_is_collected():
    output, _ = run_suite("--collect-only")
    assert "test_l0_service" not in output

"""The applications of the book keep the contract, each as a reader would run the suite on it."""

import subprocess
import sys
from pathlib import Path

import pytest

from contract.applications import applications
from harness.inputs import environment

ROOT = Path(__file__).parents[2]
# Levels of which every rule was seen to hold in each of the servers below; L3 and more follow.
LEVELS = {"flask": "L0-L2", "django": "L0-L2", "fastapi": "L0-L2"}
RUNS = [
    pytest.param(application.id, server, id=f"{application.id}-{server}")
    for application in applications()
    for server in application.servers
    if application.id not in LEVELS or server == "production"
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


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("application", "server"), RUNS)
def test_it_keeps_the_contract(application, server):
    options = ["--app", application, "--server", server]
    if application in LEVELS:
        options += ["--levels", LEVELS[application]]
    output, status = run_the_suite(*options)
    assert status == 0, output


def test_an_unknown_application_is_named_with_those_there_are():
    output, status = run_the_suite("--app", "herons")
    assert status != 0
    assert "there is no application 'herons'" in output
    assert "flask" in output


def test_without_a_program_nothing_is_collected():
    output, _ = run_the_suite("--collect-only")
    assert "test_l0_service" not in output

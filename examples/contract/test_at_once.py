"""Tests of at_once.py, which holds several applications to the contract."""

import re
import subprocess
import sys

import pytest

from contract import at_once
from contract.applications import EXAMPLES
from harness.inputs import environment


def test_each_application_is_told_with_its_tests(capsys):
    apps = ["--app", "plain-wsgi", "--app", "perch"]
    assert at_once.main([*apps, "--levels", "L0", "-k", "test_health"]) == 0
    lines = sorted(capsys.readouterr().out.splitlines())
    assert [re.sub(r" +[\d.]+ s.*", "", line) for line in lines] == [
        "all",
        "perch",
        "plain-wsgi",
    ]
    assert all(re.search(r" 1 passed, \d+ deselected in ", line) for line in lines[1:])


def test_one_that_cannot_be_tested_fails_and_says_why(capsys):
    apps = ["--app", "nothing", "--app", "plain-wsgi"]
    assert at_once.main([*apps, "--levels", "L0", "-k", "test_health"]) == 1
    said = capsys.readouterr().out
    assert "there is no application 'nothing': take one of plain-wsgi, perch" in said
    assert re.search(r"plain-wsgi +[\d.]+ s   1 passed", said)


def test_every_application_of_the_book_is_known():
    names = at_once.names()
    assert names[0] == "fastapi"
    assert {"perch", "flask", "django", "bottle", "plain-wsgi"} < set(names)


def test_a_report_is_of_one_application(capsys):
    with pytest.raises(SystemExit):
        at_once.main(["--all", "--report", "report.json"])
    assert "--report FILE is for one application" in capsys.readouterr().err


def test_it_wants_to_be_told_which():
    ran = subprocess.run(
        [sys.executable, "-m", "contract.at_once", "--levels", "L0"],
        env=environment({"PYTHONPATH": str(EXAMPLES)}),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 2
    assert "one of the arguments --app --all is required" in ran.stderr

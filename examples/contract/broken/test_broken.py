"""Each broken application is noticed by the tests that are meant to, and by no accident."""

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from contract import applications
from contract.broken import __main__ as command
from contract.broken import catalogue, record, trial, workshop
from contract.broken.catalogue import CatalogueError, Change
from contract.broken.trial import Result
from contract.suite.checking import RULES
from harness.inputs import environment

ALL = catalogue.read()
RIGHT = {app.id: app for app in applications.applications()}
EACH = pytest.mark.parametrize("broken", ALL, ids=lambda broken: broken.id)

# -- the broken applications ---------------------------------------------------------------------


@EACH
def test_it_is_noticed_by_the_tests_that_are_meant_to(broken):
    with workshop.made(broken) as application:
        # First those that pass: the others may leave something behind.
        tests = (*broken.still, *broken.caught)
        results = trial.run(application, tests, broken.server)
    assert trial.verdict(broken, results) == []


@EACH
def test_the_whole_suite_noticed_it_for_no_other_reason(broken):
    assert record.faults(broken, record.read()) == []


@EACH
def test_its_text_is_one_sentence(broken):
    sentence = broken.wrong.replace("``..``", "")
    assert re.fullmatch(r"[A-Z][^\n]*\.", sentence)


def test_the_record_has_no_other_entries():
    assert record.read().keys() == {broken.id for broken in ALL}


def test_every_rule_is_broken_but_one():
    # Where nobody can register, every test of the levels above fails.
    unbroken = set(RULES) - {broken.rule for broken in ALL}
    assert unbroken == {"L3.1"}


# -- the catalogue -------------------------------------------------------------------------------

ENTRY = """\
[[broken]]
id = "silent"
wrong = "Nothing is said."
application = "perch"
rule = "L0.1"
caught = ["test_l0_service.py::test_health"]
still = ["test_l0_service.py::test_stylesheet"]

[[broken.change]]
file = "fieldnotes/views.py"
old = 'return "ok"'
new = 'return ""'
"""


@pytest.fixture
def folder(tmp_path):
    def write(text, name="L0.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_an_entry_is_read(folder):
    (broken,) = catalogue.read(folder(ENTRY))
    assert broken.id == "silent"
    assert broken.changes == (
        Change("fieldnotes/views.py", 'return ""', 'return "ok"'),
    )
    assert broken.server == "development"
    assert broken.expects("L0.1")
    assert not broken.expects("L0.2")


def test_all_of_a_level_can_break_too(folder):
    more = 'also = { "L3" = "Nobody has an account." }\n'
    text = ENTRY.replace("\n[[broken.change]]", more + "\n[[broken.change]]")
    (broken,) = catalogue.read(folder(text))
    assert broken.expects("L3.4")
    assert not broken.expects("L4.3")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "silent"', 'id = "Silent!"', "L0.toml:1: id = 'Silent!' cannot be used"),
        ('id = "silent"\n', "", "L0.toml:1: id is missing: give a name of small"),
        ("id =", 'ID = ""\nid =', "L0.toml:1: ID is no key: use id, wrong"),
        ('"Nothing is said."', "3", "wrong = 3 cannot be used: give a sentence"),
        ('"L0.1"', '"L0.99"', "rule = 'L0.99' cannot be used: give the number"),
        ('"L0.1"', '"L1.1"', "L1.1 is not of this file: move the entry to L1.toml"),
        ("test_health", "test_luck", "no test test_l0_service.py::test_luck: name one"),
        ("test_l0_service.py", "test_l9.py", "no test test_l9.py::test_health"),
        ('["test_l0_service.py::test_health"]', "[]", "caught = [] cannot be used"),
        ("old = ", "was = ", "change = [{"),
        ("id =", 'also = {"X1" = ""}\nid =', "also = {'X1': ''} cannot be used"),
        ("id =", 'server = "x"\nid =', "server = 'x' cannot be used: give one of dev"),
        ("id =", "tables = 1\nid =", "tables = 1 cannot be used: give true"),
        ("[[broken]]", "[[broken", "L0.toml: no TOML: "),
        (ENTRY, "# nothing\n", "L0.toml: there is no [[broken]]: add one"),
        (ENTRY, ENTRY * 2, "L0.toml:13: the id silent is taken by"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named(folder, old, new, says):
    assert old in ENTRY
    with pytest.raises(CatalogueError) as error:
        catalogue.read(folder(ENTRY.replace(old, new, 1)))
    assert says in str(error.value)


def test_an_unknown_name_is_answered_with_those_there_are(folder):
    with pytest.raises(CatalogueError, match=r"no broken application 'x'.*silent"):
        catalogue.find(["x"], folder(ENTRY))


# -- the changes ---------------------------------------------------------------------------------


@pytest.fixture
def silent(folder):
    return catalogue.read(folder(ENTRY))[0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change("fieldnotes/views.py", "", "def "), r"views.py has \d+ times .*'def '"),
        (Change("fieldnotes/views.py", "", "heron"), "has 0 times .* take it from"),
        (
            Change("fieldnotes/birds.py", "", "x"),
            "there is no .*birds.py: name the file",
        ),
        (Change("fieldnotes/views.py", "x"), "exists already: give the text of it"),
    ],
)
def test_a_change_that_does_not_fit_is_named(silent, change, says):
    making = workshop.made(replace(silent, changes=(change,)))
    with pytest.raises(CatalogueError, match=f"L0.toml:1: .*{says}"):
        making.__enter__()


def test_the_copy_is_changed_and_goes_away_again(silent):
    with workshop.made(silent) as application:
        views = application.room / "fieldnotes" / "views.py"
        assert 'return ""' in views.read_text(encoding="utf-8")
        assert not list(application.room.rglob("test_*"))
    assert not application.room.exists()
    original = RIGHT["perch"].room / "fieldnotes" / "views.py"
    assert 'return "ok"' in original.read_text(encoding="utf-8")


def test_changes_are_shown_as_a_difference(silent):
    new = Change("fieldnotes/noise.py", "NOISE = 1\n")
    more = replace(silent, changes=(*silent.changes, new))
    lines = workshop.difference(more, RIGHT["perch"].room).splitlines()
    assert lines[:2] == ["--- fieldnotes/views.py", "+++ fieldnotes/views.py"]
    assert '-    return "ok"' in lines
    assert '+    return ""' in lines
    assert lines[-1] == "+NOISE = 1"


# -- the verdict ---------------------------------------------------------------------------------

HEALTH = "test_l0_service.py::test_health"
STYLE = "test_l0_service.py::test_stylesheet"
NOTICED = Result("L0.1", "L0.1: expected the body ok")


@pytest.mark.parametrize(
    ("results", "says"),
    [
        ({HEALTH: NOTICED, STYLE: Result()}, []),
        ({HEALTH: Result(), STYLE: Result()}, [f"{HEALTH} passes, and should notice"]),
        (
            {HEALTH: Result("", "KeyError: 1"), STYLE: Result()},
            [f"{HEALTH} fails, but not for L0.1: KeyError: 1 (in call)"],
        ),
        (
            {HEALTH: Result("L0.1", "L0.1: x", "setup"), STYLE: Result()},
            [f"{HEALTH} fails, but not for L0.1: L0.1: x (in setup)"],
        ),
        (
            {HEALTH: NOTICED, STYLE: Result("L0.5", "L0.5: x")},
            [f"{STYLE} should pass, and says L0.5: x"],
        ),
        ({}, [f"{HEALTH} was not run", f"{STYLE} was not run"]),
    ],
)
def test_a_verdict_says_what_is_not_as_it_should_be(silent, results, says):
    assert trial.verdict(silent, results) == says


def test_every_case_of_a_test_must_notice(silent):
    cases = {f"{HEALTH}[a]": NOTICED, f"{HEALTH}[b]": Result(), STYLE: Result()}
    assert trial.verdict(silent, cases) == [f"{HEALTH}[b] passes, and should notice"]


def test_some_of_many_cases_are_the_first_the_last_and_some_between():
    assert trial.some(list("abcdefg"), 3) == ["a", "d", "g"]
    assert trial.some(list("abcdefg"), 1) == ["a"]
    assert trial.some(list("ab"), 3) == ["a", "b"]
    assert trial.some(list("abcd"), 0) == list("abcd")


def test_of_many_cases_some_are_run_and_those_that_must_be():
    named = "test_l0_service.py::test_unknown_path"
    more = f"{named}[/health]"
    results = trial.run(RIGHT["perch"], [named], cases=2, always=[more])
    assert [*results] == [
        f"{named}[/no-such-page]",
        more,
        f"{named}[/static/no-such-file.css]",
    ]
    assert all(result.passed for result in results.values())


def test_an_error_that_is_no_broken_rule_names_none(silent):
    crash = Change(
        "fieldnotes/views.py", "raise SystemExit(3)\n", "routes = Routes()\n"
    )
    with workshop.made(replace(silent, changes=(crash,))) as application:
        results = trial.run(application, [HEALTH])
    assert results[HEALTH].during == "setup"
    assert results[HEALTH].rule == ""
    assert results[HEALTH].said.startswith("ServerError: ")


def test_a_suite_that_cannot_be_run_is_an_error():
    with pytest.raises(trial.TrialError, match=r"status 4:(?s:.*)test_no_such"):
        trial.run(RIGHT["perch"], ["test_l0_service.py::test_no_such"])


# -- the record ----------------------------------------------------------------------------------


@pytest.fixture
def kept(silent, tmp_path):
    path = tmp_path / "caught.json"
    results = {
        f"{HEALTH}[b]": NOTICED,
        f"{HEALTH}[a]": NOTICED,
        STYLE: Result(),
    }
    record.keep(silent, results, path)
    return path


def test_a_record_keeps_failed_tests_by_rule(silent, kept):
    failed = {"L0.1": [HEALTH]}
    assert record.read(kept) == {"silent": {"changes": silent.digest, "failed": failed}}
    assert record.faults(silent, record.read(kept)) == []


def test_a_record_keeps_what_an_error_said(silent, kept):
    record.keep(silent, {STYLE: Result("", "KeyError: 1", "setup")}, kept)
    assert json.loads(kept.read_text(encoding="utf-8"))["silent"]["failed"] == {
        "?": [f"{STYLE}: KeyError: 1"]
    }


@pytest.mark.parametrize(
    ("change", "failed", "says"),
    [
        ({}, {"L0.5": [STYLE]}, "test_health did not notice L0.1"),
        ({}, {"L0.1": [HEALTH], "L0.5": [STYLE]}, "failed for L0.5, which is no rule"),
        ({"changes": ()}, {"L0.1": [HEALTH]}, "silent has other changes than the rec"),
        ({"id": "quiet"}, {}, "quiet is not in the record: run `cd examples && python"),
    ],
)
def test_a_record_that_does_not_fit_is_named(silent, kept, change, failed, says):
    entries = {"silent": {"changes": silent.digest, "failed": failed}}
    (fault, *_) = record.faults(replace(silent, **change), entries)
    assert says in fault


# -- the command ---------------------------------------------------------------------------------


@pytest.fixture
def command_with(monkeypatch, silent, tmp_path):
    """Have the command know one broken application, and a record of its own."""
    monkeypatch.setattr(catalogue.find, "__defaults__", (tmp_path,))
    path = tmp_path / "caught.json"
    monkeypatch.setattr(record.read, "__defaults__", (path,))
    monkeypatch.setattr(record.keep, "__defaults__", (path,))
    return path


@pytest.mark.usefixtures("command_with")
def test_the_command_says_what_noticed(capsys):
    assert command.main([]) == 0
    assert capsys.readouterr().out == "silent: 1 of 2 tests noticed\n"


@pytest.mark.usefixtures("command_with")
def test_the_command_lists_and_shows(capsys):
    assert command.main(["--list"]) == 0
    assert "Nothing is said." in capsys.readouterr().out
    assert command.main(["--diff", "silent"]) == 0
    assert '-    return "ok"' in capsys.readouterr().out


def test_the_command_records_the_whole_suite(command_with, monkeypatch, capsys):
    asked = []

    def run(application, tests, server, cases, always):
        asked.append((tests, server, cases, always))
        return {HEALTH: NOTICED, STYLE: Result("L0.5", "L0.5: x")}

    monkeypatch.setattr(trial, "run", run)
    assert command.main(["--whole", "silent"]) == 1
    assert asked == [((), "development", 1, (HEALTH,))]
    assert "failed for L0.5, which is no rule of this entry" in capsys.readouterr().out
    assert [*record.read(command_with)] == ["silent"]


def test_without_a_name_those_are_recorded_that_are_not_yet(command_with, monkeypatch):
    asked = []

    def run(*given):
        asked.append(given)
        return {HEALTH: NOTICED, STYLE: Result()}

    monkeypatch.setattr(trial, "run", run)
    assert command.main(["--whole"]) == 0
    assert command.main(["--whole"]) == 0
    assert len(asked) == 1


def test_the_command_names_what_it_does_not_know():
    done = subprocess.run(
        [sys.executable, "-m", "contract.broken", "no-such"],
        cwd=applications.EXAMPLES,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "there is no broken application 'no-such'" in done.stderr

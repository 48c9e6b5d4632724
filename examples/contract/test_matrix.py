"""What the matrix counts and measures is right, as far as a quick run can tell."""

import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from contract import faults, figures, load, matrix, picture_matrix
from contract.applications import find
from harness.inputs import environment

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


# -- the suite -----------------------------------------------------------------------------------


def test_the_suite_is_run_and_counted():
    found = matrix.conformance(find("plain-wsgi"), "L0")
    assert list(found) == ["L0"]
    assert int(found["L0"]) > 20


def test_a_suite_that_does_not_run_says_why():
    with pytest.raises(RuntimeError, match=r"plain-wsgi: the suite did not run:\n.*L1"):
        matrix.conformance(find("plain-wsgi"), "L1")


def test_a_test_counts_for_the_highest_of_its_levels():
    tests = [
        {"rules": ["L0.1"], "outcome": "passed"},
        {"rules": ["L3.9", "L2.1"], "outcome": "passed"},
        {"rules": ["L3.2"], "outcome": "failed"},
        {"rules": ["L3.2"], "outcome": "expected failure"},
    ]
    assert matrix.by_level(tests) == {"L0": "1", "L3": "1 of 3"}


# -- what it is made of --------------------------------------------------------------------------


@pytest.fixture
def room(tmp_path):
    """A folder with an application, files that do not count, and a framework beside it."""
    files = {
        "fieldnotes/__init__.py": '"""Words."""\n\nimport os  # one\n',
        "fieldnotes/views.py": "# none\ndef two():\n    return 1\n",
        "fieldnotes/test_views.py": "assert 1\n",
        "fieldnotes/part/tests.py": "assert 1\n",
        "fieldnotes/part/tests/test_it.py": "assert 1\n",
        "fieldnotes/part/tests/__init__.py": "a = 1\n",
        "fieldnotes/migrations/0001.py": "a = 1\n",
        "fieldnotes/templates/list.html": "<p>\n\n</p>\n",
        "fieldnotes/openapi.json": "{\n}\n",
        "test_room.py": "assert 1\n",
        "steps/hello.py": "a = 1\n",
        "wings/__init__.py": "a = 1\n",
        "wings/flap.py": "b = 1\nc = 1\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    manifest = tmp_path / "fieldnotes" / "manifest.toml"
    return SimpleNamespace(manifest=manifest, room=tmp_path)


def test_lines_are_counted_by_kind(room):
    assert matrix.size_of(room) == {
        "code": 3,
        "templates": 2,
        "description": 2,
        "migrations": 1,
        "own_framework": 3,
    }


def test_lines_are_counted_as_in_week_1(tmp_path):
    file = tmp_path / "one.py"
    file.write_text("'''A\n\nb.'''\n# c\n\nx = '''\n# text\n'''\n", encoding="utf-8")
    program = matrix.COUNTING / "count_lines.py"
    command = [sys.executable, "-c", "import count_lines as c;print(c.lines_of_code("]
    command[-1] += f"open({str(file)!r}).read()))"
    done = subprocess.run(
        command, cwd=program.parent, capture_output=True, text=True, check=True
    )
    assert matrix.code_lines([file]) == int(done.stdout) == 2


def test_packages_are_followed_to_the_end():
    found = matrix.installed(["flask"], {})
    assert {"flask", "werkzeug", "jinja2", "markupsafe", "click"} <= set(found)
    assert "asgiref" not in found  # an extra of Flask, and not asked for


def test_extras_are_followed():
    wanted = matrix.extras()
    assert wanted["psycopg"] == {"binary"}
    assert "psycopg-binary" in matrix.installed(["psycopg"], wanted)
    assert "psycopg-binary" not in matrix.installed(["psycopg"], {})


def test_the_server_counts_among_the_packages():
    found = matrix.packages_of(find("perch"))
    assert found["direct"] == ["gunicorn"]
    assert "packaging" not in found["direct"]
    assert 100_000 < found["bytes"] < 5_000_000


# -- how it runs ---------------------------------------------------------------------------------


@LINUX
def test_memory_is_what_the_kernel_says():
    mine = matrix.memory([os.getpid()])
    assert 10 < mine["pss"] <= mine["rss"]
    twice = matrix.memory([os.getpid(), os.getpid()])
    assert twice["pss"] == pytest.approx(2 * mine["pss"], rel=0.2)


def test_a_value_is_settled_when_it_stays():
    values = iter([100, 50, 25, 25.1, 99])
    assert matrix.settled(lambda: next(values), pause=0) == 25.1
    assert next(values) == 99


def test_looking_ends_if_it_never_stays():
    values = iter(range(1, 100, 10))
    assert matrix.settled(lambda: next(values), pause=0, looks=3) == 31


@pytest.mark.parametrize(("name", "workers"), [("perch", "2"), ("plain-wsgi", None)])
def test_the_number_of_workers_can_be_another(name, workers):
    command = matrix.with_workers(find(name), 2).servers["production"]
    found = dict(itertools.pairwise(command)).get("--workers")
    assert found == workers


def test_rates_are_compared_within_a_round():
    found = matrix.compared({"perch": [100, 200, 400], "other": [50, 50, 400]})
    assert found["perch"]["relative"] == 1
    assert found["other"] == {
        "per_second": 50,
        "relative": 0.5,
        "least": 0.25,
        "most": 1,
    }


def test_wrong_answers_are_no_rate(monkeypatch):
    def come(_program, *_options, **_more):
        return SimpleNamespace(wrong=["page 2: 500"], errors={})

    monkeypatch.setattr(matrix.crowd, "come", come)
    with pytest.raises(RuntimeError, match="page 2: 500"):
        matrix.rates([find("perch")], rounds=1, seconds=0.1)


def test_a_start_is_measured_until_it_answers():
    begun = time.monotonic()
    (seconds,) = matrix.start_times(find("plain-wsgi"), 1)
    assert 0.02 < seconds < time.monotonic() - begun


# -- the script and its picture ------------------------------------------------------------------


@LINUX
def test_the_script_measures_and_records(monkeypatch, tmp_path, capsys):
    picture = tmp_path / "matrix.svg"
    monkeypatch.setattr(figures, "FOLDER", tmp_path)
    monkeypatch.setattr(picture_matrix, "PICTURE", picture)
    monkeypatch.setattr(matrix, "REQUESTS", 2)
    monkeypatch.setattr(matrix, "conformance", lambda *_: {"L0": "27 of 28"})
    others = []
    monkeypatch.setattr(load, "main", lambda words: others.append(words) or 0)
    monkeypatch.setattr(faults, "main", lambda words: others.append(words) or 0)
    words = ["--app=plain-wsgi", "--rounds=1", "--seconds=0.2", "--starts=1"]
    words += ["--record", "--date=2026-06-01"]
    assert matrix.main(words) == 1  # since the suite found something
    assert others == [["--app", "plain-wsgi", "--record", "--date=2026-06-01"]] * 2
    recorded = json.loads((tmp_path / "matrix.json").read_text("utf-8"))
    assert recorded["date"] == "2026-06-01"
    assert recorded["machine"]["cores"] == str(os.cpu_count())
    tables = recorded["tables"]
    assert [row[0] for row in tables["lines"]] == ["Application", "Perch", "Plain WSGI"]
    assert [row[0] for row in tables["rates"]] == ["Application", "Perch"]
    assert tables["rates"][1][3:5] == ["1.00", "1.00 to 1.00"]
    assert tables["conformance"][2][1:] == ["27 of 28", *[matrix.NONE] * 7]
    for rows in tables.values():
        assert len({len(row) for row in rows}) == 1
    assert picture.read_text("utf-8").count("<rect") == len(picture_matrix.PANELS)
    assert str(picture) in capsys.readouterr().out


def test_the_picture_is_of_what_is_recorded():
    drawn = picture_matrix.draw(figures.FOLDER / "matrix.json")
    shown = picture_matrix.PICTURE.read_text(encoding="utf-8")
    assert drawn == shown, "run python -m contract.picture_matrix"


def test_a_picture_that_cannot_be_written_is_said(tmp_path, capsys):
    with pytest.raises(SystemExit) as end:
        picture_matrix.main(["--out", str(tmp_path / "no" / "matrix.svg")])
    assert end.value.code == 2
    assert "cannot write" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["load", "faults", "matrix", "picture_matrix"])
def test_each_is_a_program(name):
    done = subprocess.run(
        [sys.executable, "-m", f"contract.{name}", "--help"],
        cwd=Path(matrix.__file__).parents[1],
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert f"usage: python -m contract.{name}" in done.stdout

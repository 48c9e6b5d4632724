"""What programs of the book get as inputs, and what they do not get."""

import re
import subprocess
import sys

from harness import inputs


def test_programs_see_the_inputs_and_not_the_settings_of_a_reader(monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    monkeypatch.setenv("WEB_CONCURRENCY", "9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    program = (
        "import os, time; print(*[os.environ.get(n) for n in ('FIELDNOTES_TODAY', 'FLASK_DEBUG', "
        "'WEB_CONCURRENCY', 'http_proxy')], time.tzname[0], hash('a'))"
    )
    outputs = {
        subprocess.check_output(
            [sys.executable, "-c", program], env=inputs.environment(), text=True
        )
        for _ in range(2)
    }
    assert len(outputs) == 1, "the hash of a string differs between two runs"
    assert outputs.pop().startswith("2026-06-01 None None None UTC ")


def test_variables_of_a_test_come_last():
    assert inputs.environment({"TZ": "Asia/Tokyo"})["TZ"] == "Asia/Tokyo"


def test_programs_of_this_environment_are_found_first():
    assert inputs.environment()["PATH"].startswith(str(inputs.programs()))


def test_the_header_of_a_run_names_the_inputs(project):
    project.write({"examples/week99_sample/test_a.py": "def test_a(): pass\n"})
    assert re.search(
        r"inputs: today 2026-06-01, seed 2026, UTC, C.UTF-8, ports \d{4}-\d{4}",
        project.run().stdout.str(),
    )

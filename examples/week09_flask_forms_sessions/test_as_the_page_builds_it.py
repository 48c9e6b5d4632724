"""The application grows in three stages, and each of them runs with the files it has by then."""

import re
import shutil
import subprocess
import sys

import pytest

from contract.applications import DATA_SET
from harness.inputs import environment
from harness.servers import Servers

STAGES = {
    "load": "settings urls models database forms accounts commands",
    "pages": "images storage queries pages sightings photos errors security",
}
API = {"tokens", "json_body", "weeks", "api"}


def built(room, folder, stage):
    """Make a folder with the files of a stage and of those before."""
    package = folder / "fieldnotes"
    package.mkdir()
    for name, modules in STAGES.items():
        for module in modules.split():
            shutil.copy(room / "fieldnotes" / f"{module}.py", package)
        shutil.copy(room / "stages" / f"{name}.py", package / "__init__.py")
        if name == stage:
            break
    if stage == "pages":
        for part in ("templates", "static"):
            shutil.copytree(room / "fieldnotes" / part, package / part)
    return package


def variables(folder):
    given = {"FIELDNOTES_MODE": "development", "FIELDNOTES_DATA": str(folder / "data")}
    return environment(given)


@pytest.mark.parametrize("stage", STAGES)
def test_the_stage_loads_the_data_set(room, tmp_path, stage):
    built(room, tmp_path, stage)
    command = [sys.executable, "-m", "flask", "--app", "fieldnotes", "load", DATA_SET]
    ran = subprocess.run(
        command, cwd=tmp_path, env=variables(tmp_path), capture_output=True, text=True
    )
    assert ran.stdout == "Loaded 521 sightings of 6 observers.\n", ran.stderr


def test_the_stage_of_pages_answers(room, tmp_path):
    built(room, tmp_path, "pages")
    program = (
        "from fieldnotes import create_app\n"
        "from fieldnotes.models import Base\n"
        "app = create_app()\n"
        "Base.metadata.create_all(app.extensions['engine'])\n"
        "client = app.test_client()\n"
        "for path in ('/sightings', '/register', '/api/sightings'):\n"
        "    print(client.get(path).status_code)\n"
        "app.extensions['engine'].dispose()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=variables(tmp_path),
        capture_output=True,
        text=True,
    )
    assert ran.stdout.split() == ["200", "200", "404"], ran.stderr


def test_half_way_there_are_files_enough(room, tmp_path):
    package = built(room, tmp_path, "load")
    for module in ("images", "storage", "queries"):
        shutil.copy(room / "fieldnotes" / f"{module}.py", package)
    (tmp_path / "steps").mkdir()
    shutil.copy(room / "steps" / "half_way.py", tmp_path / "steps")
    env = variables(tmp_path)
    load = [sys.executable, "-m", "flask", "--app", "fieldnotes", "load", DATA_SET]
    subprocess.run(load, cwd=tmp_path, env=env, check=True)
    ran = subprocess.run(
        [sys.executable, "-m", "steps.half_way", room / "steps" / "dawn.png"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
    )
    recorded = (room / "transcripts" / "half_way.console").read_text("utf-8")
    assert ran.stderr == ""
    assert recorded.endswith(f"~/dawn.png\n{ran.stdout}")


def test_no_module_is_forgotten(room):
    there = {path.stem for path in (room / "fieldnotes").glob("*.py")} - {"__init__"}
    assert there == API | set(" ".join(STAGES.values()).split())


def test_the_stages_become_the_application(room):
    """Each line of a stage is one of the application's, but for the title and two lists."""
    final = (room / "fieldnotes" / "__init__.py").read_text("utf-8")
    for stage in STAGES:
        for line in (room / "stages" / f"{stage}.py").read_text("utf-8").splitlines():
            if not re.match('"""Field|from fieldnotes import|    for module in', line):
                assert line in final


def test_the_calls_of_a_login_are_printed_with_their_depth(room):
    # What sys.setprofile calls is itself not traced, so coverage sees these calls only.
    program = (
        "import sys; sys.path.insert(0, 'steps')\n"
        "import trace_login\n"
        "names = {'sys': sys, '__name__': 'flask_login.utils'}\n"
        "exec('def login_user(): return sys._getframe()', names)\n"
        "for event in ('call', 'return', 'c_call'):\n"
        "    trace_login.watch(names['login_user'](), event, None)\n"
        "trace_login.watch(sys._getframe(), 'call', None)\n"
        "print(trace_login.depth)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=room,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert ran.stdout == "login_user  (flask_login.utils)\n0\n", ran.stderr


def test_the_application_answers_under_waitress(room, tmp_path):
    servers = Servers(room, tmp_path)
    given = {"FIELDNOTES_MODE": "development", "FIELDNOTES_DATA": str(tmp_path)}
    command = ("waitress-serve", "--listen=127.0.0.1:{port}", "--call")
    try:
        server = servers(*command, "fieldnotes:create_app", ready="http", env=given)
        assert server.running
    finally:
        servers.stop()

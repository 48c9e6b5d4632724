"""noxfile.py, as a person meets it: the list, the closing lines, and each of its errors."""

from __future__ import annotations

import ast
import errno
import importlib.util
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import NamedTuple

import nox.command
import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (ROOT / "noxfile.py").read_text("utf-8")


@pytest.fixture
def noxfile() -> ModuleType:
    """The module, loaded afresh and without a trace in nox's registry."""
    spec = importlib.util.spec_from_file_location("noxfile_of_the_book", ROOT / "noxfile.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    nox.registry.reset()
    return module


class Stopped(Exception):
    """What the session below raises in place of nox's own way to end a session."""


class Session:
    """As much of nox.Session as the helpers use; commands are noted, or fail with ``failure``."""

    name = "week"

    def __init__(self, folder: Path, *posargs: str, failure: Exception | None = None) -> None:
        self.posargs, self.failure, self.ran = list(posargs), failure, []
        self.virtualenv = SimpleNamespace(location=str(folder))

    def error(self, message: str) -> None:
        """End the session."""
        raise Stopped(message)

    def run(self, *command: object, **_options: object) -> None:
        """Note the command, or fail."""
        self.ran.append([str(word) for word in command])
        if self.failure:
            raise self.failure

    install = run


@pytest.fixture(scope="module")
def listed() -> list[tuple[str, str, str]]:
    """What `nox --list` prints: mark, name and description of each session."""
    command = [sys.executable, "-m", "nox", "-f", str(ROOT / "noxfile.py"), "--list", "--no-color"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.findall(r"(?m)^([*-]) (\S+) -> (.+)$", shown)


# --- What a person sees --------------------------------------------------------------------------


def test_the_list_names_every_session_in_one_line_each(listed: list[tuple[str, str, str]]) -> None:
    names = {re.sub(r"-3\.\d+$", "", name) for _, name, _ in listed}
    assert [name for mark, name, _ in listed if mark == "*"] == ["html", "pdf", "epub"]
    assert names >= {
        "live",
        "tests",
        "week",
        "transcripts",
        "lint",
        "links",
        "lock",
        "latest",
        "timings",
    }
    for _, name, what in listed:
        assert len(f"{name} -> {what}") <= 110, f"{name}: too long for a line of a terminal"
        assert what.endswith("."), name


def test_the_suite_runs_on_the_default_python_and_the_promised_ones(
    listed: list[tuple[str, str, str]],
) -> None:
    mine = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = [name.removeprefix("tests-") for _, name, _ in listed if name.startswith("tests-")]
    assert found == list(dict.fromkeys([mine, "3.12", "3.13"]))


def test_a_missing_interpreter_is_passed_over_unless_a_flag_forbids(tmp_path: Path) -> None:
    small = "import nox\nnox.options.error_on_missing_interpreters = False\n"
    assert "nox.options.error_on_missing_interpreters = False" in SOURCE
    assert 'nox.options.download_python = "never"' in SOURCE
    (tmp_path / "noxfile.py").write_text(
        f'{small}nox.options.download_python = "never"\n'
        '@nox.session(python="3.99")\ndef tests(session): pass\n'
    )
    command = [sys.executable, "-m", "nox", "-f", str(tmp_path / "noxfile.py"), "--no-color"]
    env = {**os.environ, "CI": "true"}
    lenient = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert lenient.returncode == 0
    assert "tests skipped: Python interpreter 3.99 not found" in lenient.stderr
    strict = subprocess.run(
        [*command, "--error-on-missing-interpreters"], capture_output=True, env=env, check=False
    )
    assert strict.returncode == 1


def test_what_was_made_is_named_measured_and_opened(
    noxfile: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "html"
    site.mkdir()
    (site / "index.html").write_bytes(b"x" * 1_500_000)
    (site / "schedule.html").write_bytes(b"x" * 500_000)
    noxfile.made(site / "index.html", "pages")
    said = capsys.readouterr().out
    assert "(2 pages, 2.0 MB)" in said
    assert (site / "index.html").as_uri() in said


# --- Environments --------------------------------------------------------------------------------


def test_an_environment_is_filled_again_only_when_a_lock_changed(
    noxfile: ModuleType, tmp_path: Path
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1\n")
    session = Session(tmp_path)
    noxfile.install(session, str(lock))
    noxfile.install(session, str(lock))
    assert session.ran == [["-r", str(lock)]]
    lock.write_text("a==2\n")
    noxfile.install(session, str(lock))
    assert len(session.ran) == 2


def test_a_failed_installation_asks_about_the_network_and_is_tried_again(
    noxfile: ModuleType, tmp_path: Path
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1\n")
    session = Session(tmp_path, failure=nox.command.CommandFailed("Returned code 1"))
    for _ in range(2):
        with pytest.raises(Stopped, match=r"could not install .*lock\.txt: is the network"):
            noxfile.install(session, str(lock))
    assert len(session.ran) == 2


class Usage(NamedTuple):
    """What shutil.disk_usage returns."""

    total: int
    used: int
    free: int


@pytest.mark.parametrize("free", [[0], [10**12, 0]], ids=["before", "meanwhile"])
def test_a_full_disk_is_named_and_nothing_else(
    noxfile: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: list[int]
) -> None:
    answers = [*free[:-1]] * 3  # three places are asked about, before and after

    def usage(_path: Path) -> Usage:
        return Usage(10**12, 0, answers.pop() if answers else free[-1])

    monkeypatch.setattr(noxfile.shutil, "disk_usage", usage)
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1\n")
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(Stopped, match=r"the disk is full: 0\.0 MB are free where") as stop:
        noxfile.install(Session(tmp_path, failure=full), str(lock))
    assert "network" not in str(stop.value)


# --- Builds --------------------------------------------------------------------------------------


def test_a_failed_build_forgets_what_it_read_so_that_its_warnings_come_again(
    noxfile: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noxfile, "BUILD", tmp_path)
    state = tmp_path / "doctrees" / "environment.pickle"
    state.parent.mkdir()
    state.touch()
    noxfile.sphinx(Session(tmp_path), "html", tmp_path / "html")
    assert state.exists()
    failing = Session(tmp_path, failure=nox.command.CommandFailed("Returned code 1"))
    with pytest.raises(Stopped, match="Sphinx stopped"):
        noxfile.sphinx(failing, "html", tmp_path / "html")
    assert not state.exists()


# --- Editions of the PDF --------------------------------------------------------------------------

NAME = "python-frameworks-one-week-at-a-time"


@pytest.mark.parametrize(
    ("posargs", "folder", "end", "options"),
    [
        ([], "pdf", "", []),
        (["--paper", "a4"], "pdf", "", []),
        (["--paper", "letter"], "pdf-letter", "-letter", ["typst_paper=us-letter"]),
        (["--paper=letter"], "pdf-letter", "-letter", ["typst_paper=us-letter"]),
        (["--screen"], "pdf-screen", "-screen", ["typst_screen=1"]),
        (
            ["--screen", "--paper", "letter"],
            "pdf-letter-screen",
            "-letter-screen",
            ["typst_paper=us-letter", "typst_screen=1"],
        ),
    ],
)
def test_an_edition_of_the_pdf_has_names_of_its_own(
    noxfile: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    posargs: list[str],
    folder: str,
    end: str,
    options: list[str],
) -> None:
    made = []
    monkeypatch.setattr(noxfile, "install", lambda *_: None)
    monkeypatch.setattr(noxfile, "made", made.append)
    session = Session(tmp_path, *posargs)
    noxfile.pdf.func(session)
    (command,) = session.ran
    name = [f"typst_name={NAME}{end}"] if end else []
    settings = [b for a, b in pairwise(command) if a == "-D"]
    assert settings == options + name
    assert command[-1] == str(Path("build", folder))
    assert made == [Path("build", folder, f"{NAME}{end}.pdf")]
    assert "-q" in command
    assert not {"--paper", "--screen", "letter"} & set(command)


def test_sphinx_talks_while_it_makes_a_pdf_if_asked(noxfile: ModuleType, tmp_path: Path) -> None:
    end, options, rest = noxfile.edition_of_the_pdf(Session(tmp_path, "-v", "--screen"))
    assert (end, rest) == ("-screen", ["-v"])
    assert "-v" not in options


@pytest.mark.parametrize(
    ("posargs", "message"),
    [
        (["--paper", "a3"], "there is no paper 'a3'"),
        (["--paper"], "there is no paper ''"),
        (["--papers", "a4"], "unknown option '--papers'"),
        (["letter"], "unknown option 'letter'"),
        (["--screen=1"], "unknown option '1'"),
    ],
)
def test_a_wrong_edition_is_one_clear_error(
    noxfile: ModuleType, tmp_path: Path, posargs: list[str], message: str
) -> None:
    with pytest.raises(Stopped) as stop:
        noxfile.edition_of_the_pdf(Session(tmp_path, *posargs))
    assert str(stop.value).startswith(message)
    assert "[--paper a4|letter] [--screen]" in str(stop.value)
    assert "\n" not in str(stop.value)


# --- Weeks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("posargs", "message"),
    [
        ([], "which week"),
        (["99"], "no week '99'"),
        (["two"], "no week 'two'"),
        (["--mine"], "no week '--mine'"),
    ],
)
def test_a_wrong_week_lists_those_there_are(
    noxfile: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    posargs: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ["week02_sockets", "week11_views", "harness"]:
        (tmp_path / "examples" / name).mkdir(parents=True)
    with pytest.raises(Stopped) as stop:
        noxfile.the_week(Session(tmp_path, *posargs))
    assert message in str(stop.value)
    assert "Weeks with examples: 2 (week02_sockets), 11 (week11_views)" in str(stop.value)


def test_a_week_is_found_by_its_number(
    noxfile: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples" / "week02_sockets").mkdir(parents=True)
    room, others = noxfile.the_week(Session(tmp_path, "2", "--mine"))
    assert room.name == "week02_sockets"
    assert others == ["--mine"]


@pytest.mark.parametrize(
    ("arguments", "module"),
    [
        (["--app", "flask", "-x"], "pytest"),
        (["--url=http://127.0.0.1:5000", "--levels=L0"], "pytest"),
        (["--app=flask", "--app", "django"], "contract.at_once"),
        (["--all"], "contract.at_once"),
    ],
)
def test_several_applications_are_held_to_the_contract_at_once(
    noxfile: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    module: str,
) -> None:
    monkeypatch.setattr(noxfile, "install", lambda *_: None)
    session = Session(tmp_path, *arguments)
    noxfile.contract(session)
    [command] = session.ran
    assert command[:3] == ["python", "-m", module]
    assert command[-len(arguments) :] == arguments


def test_a_contract_for_no_program_says_how_to_name_one(
    noxfile: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noxfile, "install", lambda *_: None)
    with pytest.raises(Stopped, match=r"which program[?] one of the book: .* -- --app flask"):
        noxfile.contract(Session(tmp_path, "--levels", "L0"))


# --- An old Python -------------------------------------------------------------------------------


def test_an_old_python_can_read_the_file() -> None:
    ast.parse(SOURCE, feature_version=(3, 7))


def test_an_old_python_gets_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, .* Python 3\.9") as stop:
        exec(compile(SOURCE, "noxfile.py", "exec"), {"__file__": str(ROOT / "noxfile.py")})
    assert "\n" not in str(stop.value)

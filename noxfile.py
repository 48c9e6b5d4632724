"""Everything a person does with this book, one session each: `python3 -m nox --list`.

`python3 -m nox` alone makes the book as HTML, PDF and EPUB. Each session has an environment of its
own below `.nox`, made from the locks; it is kept, and filled again only when a lock has changed.
How to use the sessions, and why they are as they are: docs/contributing/nox.md.
"""

import sys

# This file is written so that an old Python can read it, and say this instead of a traceback.
if sys.version_info < (3, 11):
    sys.exit(
        "This book needs Python 3.11 or newer, and nox was started by Python %d.%d (%s). "
        "Make a virtual environment with a newer one, for example: "
        "python3.11 -m venv .venv" % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

import contextlib
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).resolve().parent
BUILD = Path("build")  # every path that nox uses is relative to the folder of this file
NAME = "python-frameworks-one-week-at-a-time"
DOCS = ("requirements-docs.txt",)
SUITE = ("requirements-docs.txt", "requirements-examples.txt")
LINT = ("requirements-lint.txt",)

# The interpreter that runs nox, then those that the book also promises to work with.
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
PYTHONS = list(dict.fromkeys([RUNNING, "3.12", "3.13"]))

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["html", "pdf", "epub"]
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.stop_on_first_error = True  # one cause, one error
nox.options.download_python = "never"  # a missing interpreter is said, not fetched
nox.options.error_on_missing_interpreters = False  # a workflow asks for the error by its flag


# --- What the sessions share ----------------------------------------------------------------------


def full_disk(*places: Path, needed: int = 20_000_000) -> str:
    """Return a sentence that names the first of ``places`` with fewer than ``needed`` bytes free.

    The answer is empty if there is room. A place that does not exist counts as its nearest parent.
    """
    for place in places:
        there = next(p for p in (place, *place.parents) if p.exists())
        free = shutil.disk_usage(there).free
        if free < needed:
            return (
                f"the disk is full: {free / 1e6:.1f} MB are free where {place} is. "
                "Make room (the first run needs about 500 MB) and run the same command again"
            )
    return ""


@contextlib.contextmanager
def one_clear_error(session: nox.Session, otherwise: str) -> Iterator[None]:
    """End the session with one line if the disk is full, before or after what is done inside.

    If it is not, and a command inside failed, the line is ``otherwise``.
    """
    written_to = (ROOT, Path(tempfile.gettempdir()), Path.home() / ".cache")
    full = full_disk(*written_to)
    if full:
        session.error(full)
    try:
        yield
    except (CommandFailed, OSError):
        session.error(full_disk(*written_to) or otherwise)


def install(session: nox.Session, *locks: str) -> None:
    """Install the locks, unless this environment was already made from exactly these."""
    texts = [Path(lock).read_bytes() for lock in locks]
    wanted = hashlib.sha256(b"\0".join(texts)).hexdigest()
    stamp = Path(session.virtualenv.location) / "made-from-locks.sha256"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    names = " and ".join(locks)
    offline = (
        f"could not install {names}: is the network reachable? The first run needs it, later ones "
        "do not. The lines above say what was missing"
    )
    with one_clear_error(session, offline):
        # Compiled at once, as pip does: the suite starts hundreds of processes.
        compiled = {"UV_COMPILE_BYTECODE": "1"}
        session.install(*(part for lock in locks for part in ("-r", lock)), env=compiled)
        stamp.write_text(wanted, encoding="ascii")


def sphinx(
    session: nox.Session,
    builder: str,
    folder: Path,
    *options: str,
    given: Sequence[str] | None = None,
) -> None:
    """Run a Sphinx builder over docs/ into ``folder``; warnings are errors.

    ``given`` is what Sphinx gets of the session's own arguments: all of them, if a session does not choose.

    The builders share build/doctrees: what one has read, the next need not read again. After a
    failure the shared state is dropped, since Sphinx tells a warning only when it reads the page.
    """
    doctrees = BUILD / "doctrees"
    arguments = [*options, *((session.posargs if given is None else given) or ["-q"])]
    strict = ["-n", "-W", "--keep-going", "-d", str(doctrees)]
    try:
        with one_clear_error(session, "Sphinx stopped; its lines above say where and why"):
            session.run(
                "python", "-m", "sphinx", "-b", builder, *strict, *arguments, "docs", folder
            )
    except BaseException:
        (doctrees / "environment.pickle").unlink(missing_ok=True)
        raise


def made(what: Path, content: str = "") -> None:
    """Say what was made, how large it is and how to open it."""
    folder = what.parent
    files = [what] if not content else [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    pages = sum(path.suffix == ".html" for path in files)
    about = f"{pages} {content}, " if content else ""
    print(f"\nMade {what.as_posix()} ({about}{size / 1e6:.1f} MB).", flush=True)
    print(f"Open it: {what.resolve().as_uri()}\n", flush=True)


# --- The book -------------------------------------------------------------------------------------


@nox.session
def html(session: nox.Session) -> None:
    """Make the book as a site: build/html/index.html."""
    install(session, *DOCS)
    sphinx(session, "html", BUILD / "html")
    made(BUILD / "html" / "index.html", "pages")


# What `--paper` may name, and what the builder calls it.
PAPERS = {"a4": "a4", "letter": "us-letter"}


def edition_of_the_pdf(session: nox.Session) -> tuple[str, list[str], list[str]]:
    """Read the arguments of ``pdf``; return the end of its names, options for Sphinx, and what is left for it.

    A4 on both sides of the sheet is the edition whose names have no end. One paper and one form have one
    name and one folder, so that making one edition leaves the others up to date.
    """
    usage = (
        f"python3 -m nox -s {session.name} -- [--paper {'|'.join(PAPERS)}] [--screen] [-v]. "
        "Without any: A4, for both sides of a sheet"
    )
    paper, screen, rest = "a4", False, []
    words = [part for word in session.posargs for part in word.split("=", 1)]
    while words:
        word = words.pop(0)
        if word == "--paper":
            paper = words.pop(0) if words else ""
            if paper not in PAPERS:
                session.error(f"there is no paper {paper!r}: {usage}")
        elif word == "--screen":
            screen = True
        elif re.fullmatch("-v+", word):
            rest.append(word)
        else:
            session.error(f"unknown option {word!r}: {usage}")
    end = ("" if paper == "a4" else f"-{paper}") + ("-screen" if screen else "")
    options = [] if paper == "a4" else ["-D", f"typst_paper={PAPERS[paper]}"]
    options += ["-D", "typst_screen=1"] if screen else []
    options += ["-D", f"typst_name={NAME}{end}"] if end else []
    return end, options, rest


@nox.session
def pdf(session: nox.Session) -> None:
    """Make the book as a PDF, below build/pdf; `-- --paper letter`, `-- --screen` for other editions."""
    end, options, rest = edition_of_the_pdf(session)
    install(session, *DOCS)
    folder = BUILD / f"pdf{end}"
    sphinx(session, "typst", folder, *options, given=rest)
    made(folder / f"{NAME}{end}.pdf")


@nox.session
def epub(session: nox.Session) -> None:
    """Make the book as an EPUB: build/epub/python-frameworks-one-week-at-a-time.epub."""
    install(session, *DOCS)
    sphinx(session, "epub", BUILD / "epub")
    made(BUILD / "epub" / f"{NAME}.epub")


@nox.session
def live(session: nox.Session) -> None:
    """Show the site while you write: it is rebuilt and reloaded when you save a file."""
    install(session, *DOCS)
    doctrees = BUILD / "live" / "doctrees"  # its own, so that another session can run meanwhile
    # Ports 8000 to 8002 belong to the servers of the weeks.
    arguments = session.posargs or ["--port", "8765"]
    watched = ["--watch", "examples", "--re-ignore", r"/__pycache__/|\.pyc$"]
    out = BUILD / "live" / "html"
    session.run("sphinx-autobuild", "-n", "-d", doctrees, *watched, *arguments, "docs", out)


@nox.session
def links(session: nox.Session) -> None:
    """Check the links that lead out of the book; needs the network."""
    install(session, *DOCS)
    sphinx(session, "linkcheck", BUILD / "links")
    print(f"\nEvery external link answers; details: {BUILD / 'links' / 'output.txt'}\n", flush=True)


# --- The suite ------------------------------------------------------------------------------------


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the suite, in parallel and in random order; with `-- ARGUMENTS`, what they choose."""
    install(session, *SUITE)
    if session.posargs:  # a choice of tests cannot cover everything, so nothing is measured
        session.run("python", "-m", "pytest", *session.posargs)
        return
    session.run("python", "tests/tools/suite.py")
    print(
        f"\nThe suite passed on Python {session.python}, and every line of examples/ was run. "
        "One week alone: python3 -m nox -s week -- 2\n",
        flush=True,
    )


def the_week(session: nox.Session) -> tuple[Path, list[str]]:
    """Return the folder of the week whose number is the first argument, and the other arguments."""
    found = sorted(Path("examples").glob("week[0-9][0-9]_*/"))
    rooms = {int(path.name[4:6]): path for path in found}
    known = ", ".join(f"{number} ({path.name})" for number, path in rooms.items()) or "none yet"
    usage = f"python3 -m nox -s {session.name} -- NUMBER. Weeks with examples: {known}"
    if not session.posargs:
        session.error(f"which week? {usage}")
    number, *others = session.posargs
    if not number.isdecimal() or int(number) not in rooms:
        session.error(f"there is no week {number!r} to test: {usage}")
    return rooms[int(number)], others


@nox.session
def week(session: nox.Session) -> None:
    """Run the tests of one week: `-- 2`; `-- 2 --mine` tries your own answers to its exercises."""
    room, others = the_week(session)
    install(session, *SUITE)
    arguments = [word for word in others if word != "--mine"]
    if arguments != others:  # a person who works on one exercise looks for it in the same place
        arguments += ["--submission=mine", "-p", "no:randomly"]
    session.run("python", "-m", "pytest", room.as_posix(), *arguments)


@nox.session
def contract(session: nox.Session) -> None:
    """Hold a program to the contract: `-- --app flask`, or `-- --url ADDRESS --levels L0-L3`."""
    install(session, *SUITE)
    if not any(word.startswith(("--app", "--url", "--all")) for word in session.posargs):
        session.error(
            "which program? one of the book: python3 -m nox -s contract -- --app flask (several at "
            "once: --app again; every one: --all); yours, running with the data set: "
            "-- --url http://127.0.0.1:5000 --levels L0-L3"
        )
    several = "--all" in session.posargs or sum(w.startswith("--app") for w in session.posargs) > 1
    command = ["contract.at_once"] if several else ["pytest", "examples/contract/suite"]
    examples = {"PYTHONPATH": "examples"}
    session.run("python", "-m", *command, *session.posargs, env=examples)


@nox.session
def matrix(session: nox.Session) -> None:
    """Measure the applications side by side; `-- --record` puts the figures into the book."""
    install(session, *SUITE)
    examples = {"PYTHONPATH": "examples"}
    with one_clear_error(session, "a figure is missing or wrong: the lines above say which"):
        session.run("python", "-m", "contract.matrix", *session.posargs, env=examples)


@nox.session
def transcripts(session: nox.Session) -> None:
    """Record the terminal sessions again, of all weeks or of one (`-- 2`), and show the difference."""
    room = the_week(session)[0] if session.posargs else Path("examples")
    install(session, *SUITE)
    session.run("python", "-m", "pytest", "--record", room.as_posix())
    print("\nWhat the recording changed, as git sees it (nothing follows if nothing did):")
    kinds = f"{room.as_posix()}/**/*.console"
    session.run("git", "--no-pager", "diff", "--stat", "-p", "--", kinds, external=True)
    session.run("git", "ls-files", "--others", "--exclude-standard", "--", kinds, external=True)


@nox.session
def screenshots(session: nox.Session) -> None:
    """Photograph the applications in a browser, for the pages: all of them, or `-- week09`."""
    install(session, *SUITE)
    session.run("python", "tests/tools/screenshots.py", *session.posargs)


@nox.session(reuse_venv=False)
def latest(session: nox.Session) -> None:
    """Run the suite on the newest releases to see what is coming; newest Python: `-P 3.13`."""
    wanted = []
    for lock in SUITE:
        for line in Path(lock).with_suffix(".in").read_text(encoding="utf-8").splitlines():
            name, semicolon, marker = line.partition("#")[0].partition(";")
            name = re.sub(r"\s*,?\s*<[^,;]*", "", name)  # the bound that keeps Django on 5.2
            wanted += [f"{name.strip()}{semicolon}{marker.strip()}"] if name.strip() else []
    with one_clear_error(
        session, "could not install the newest releases: is the network reachable?"
    ):
        session.install("--upgrade", *wanted)
    script = (
        "import importlib.metadata as m, json;"
        "print(json.dumps({d.name.lower().replace('_', '-'): d.version for d in m.distributions()}))"
    )
    now = json.loads(session.run("python", "-c", script, silent=True, log=False) or "{}")
    locks = "".join(Path(lock).read_text(encoding="utf-8") for lock in SUITE)
    locked = dict(re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", locks))
    print(f"\nNewer than the locks, on Python {session.python or RUNNING}:")
    for name in sorted(now.keys() & locked.keys()):
        if now[name] != locked[name]:
            print(f"    {name:30} {locked[name]:>14} -> {now[name]}")
    print(flush=True)
    session.run("python", "-m", "pytest", "-n", "auto", "-m", "not locked", *session.posargs)


# --- The tree -------------------------------------------------------------------------------------


@nox.session
def lint(session: nox.Session) -> None:
    """Read code and prose for faults: ruff, sphinx-lint, codespell, and the rules of this tree."""
    install(session, *LINT)
    failed = []
    for command in (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["sphinx-lint", "--enable", "default-role", "docs", "README.rst"],
        ["codespell", "docs", "examples", "noxfile.py", "README.rst"],
        ["python", "tests/tools/tree.py"],
    ):
        try:
            session.run(*command)
        except CommandFailed:
            failed.append(" ".join(command[:2]))
    if failed:
        session.error("something to mend, see above: " + "; ".join(failed))
    print("\nNothing to mend. What sphinx-build checks (`-n -W`): python3 -m nox -s html\n")


@nox.session
def lock(session: nox.Session) -> None:
    """Write the universal locks from the .in files; `-- --upgrade` takes the newest releases."""
    if session.venv_backend != "uv":
        session.install("uv")
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--fork-strategy", "fewest", "--no-header", "--no-emit-index-url"]
    command += ["--no-emit-find-links"]
    constrained = {
        "requirements-examples.txt": ["-c", "requirements-docs.txt"],
        "requirements-lint.txt": ["-c", "requirements-examples.txt"],  # one ruff for both
    }
    for name in dict.fromkeys((*DOCS, *SUITE, *LINT)):
        source = Path(name).with_suffix(".in").name
        more = [*constrained.get(name, []), *session.posargs]
        with one_clear_error(session, f"could not lock {source}; is the network reachable?"):
            session.run(*command, source, "-o", name, *more)
    session.run("git", "--no-pager", "diff", "--stat", "--", "requirements-*.txt", external=True)
    print("\nThe locks are current. Try them: python3 -m nox -s html tests\n", flush=True)


@nox.session
def timings(session: nox.Session) -> None:
    """Measure builds, suite and page weights against the goals; `-- --no-goals` only reports."""
    install(session, *SUITE)
    session.run("python", "tests/tools/timings.py", *session.posargs)

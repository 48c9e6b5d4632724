"""The inputs of every run: today's date, the seed, the time zone and the locale.

A program of the book that asks for one of these gets the value from here, so that two runs of it
print the same. Programs started by the tests get them as environment variables.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import coverage

TODAY = "2026-06-01"
"""The date that programs see as today, as ``FIELDNOTES_TODAY`` (ISO 8601)."""

SEED = 2026
"""The seed of string hashing (``PYTHONHASHSEED``) in the programs that tests start."""

VARIABLES = {
    "FIELDNOTES_TODAY": TODAY,
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": str(SEED),
}
"""The inputs as environment variables."""

QUIET = {
    "PYTHONUNBUFFERED": "1",
    "PYTHONPYCACHEPREFIX": str(Path(__file__).parents[2] / "build" / "pycache"),
    "PYTHON_COLORS": "0",
    "NO_COLOR": "1",
    "TERM": "dumb",
    "COLUMNS": "80",
    "NO_PROXY": "127.0.0.1,localhost",
    "no_proxy": "127.0.0.1,localhost",
}
"""Variables that keep a program's output complete, plain and on this machine.

Compiled modules go to a folder of their own: no ``__pycache__`` appears in a listing of a folder,
and a server still starts without compiling its framework anew.
"""

# A reader's own settings would change what an example prints, so they are not handed on.
_NOT_HANDED_ON = (
    "PYTHON",
    "FLASK_",
    "WERKZEUG_",
    "DJANGO_",
    "GUNICORN_",
    "WEB_CONCURRENCY",
    "UVICORN_",
    "PYTEST_",
    "BASH_ENV",
    "LC_",
    "LANGUAGE",
    "COVERAGE_PROCESS_CONFIG",
    "COVERAGE_PROCESS_START",
)


def programs() -> Path:
    """Return the folder that holds this environment's python and the programs beside it."""
    return Path(sys.executable).parent


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment variables for a program of the book, with ``more`` on top.

    When this process is measured by coverage, so are the programs that get these variables.
    """
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_NOT_HANDED_ON) and not name.lower().endswith("_proxy")
    }
    path = variables.get("PATH", os.defpath)
    variables["PATH"] = f"{programs()}{os.pathsep}{path}"
    return variables | VARIABLES | QUIET | measured() | dict(more or {})


def measured() -> dict[str, str]:
    """Return the variables that have coverage measure a child process; none if it is not in use.

    The settings of this process are written to a file with absolute paths, beside the data. The
    children run in other folders, and names relative to those folders could not be combined.
    See https://coverage.readthedocs.io/en/latest/subprocess.html
    """
    current = coverage.Coverage.current()
    if current is None:
        return {}
    data = Path(str(current.get_option("run:data_file"))).absolute()
    folder = data.parent
    settings = folder / "subprocesses.ini"
    lines = ["[run]", f"data_file = {data}", "parallel = true", "sigterm = true"]
    lines += ["relative_files = false", f"branch = {current.get_option('run:branch')}"]
    for name in ("source", "omit", "patch"):
        values = current.get_option(f"run:{name}") or []
        lines.append(f"{name} =")
        for value in values if isinstance(values, list) else [values]:
            lines.append(f"    {value if name == 'patch' else Path(str(value)).absolute()}")
    text = "\n".join(lines) + "\n"
    if not settings.exists() or settings.read_text(encoding="utf-8") != text:
        folder.mkdir(parents=True, exist_ok=True)
        # Other workers write the same file at the same time: replacing it is atomic.
        new = settings.with_suffix(f".{os.getpid()}")
        new.write_text(text, encoding="utf-8")
        new.replace(settings)
    return {"COVERAGE_PROCESS_START": str(settings)}


def apply() -> None:
    """Give the inputs to this process too, as far as a running process can still take them."""
    os.environ.update(VARIABLES)
    time.tzset()
    if measuring := measured():
        # Programs that a test starts by itself need the absolute paths too.
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)
        os.environ.update(measuring)

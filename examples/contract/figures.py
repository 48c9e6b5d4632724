"""Measured figures: the machine and date they belong to, and the files they are kept in.

A file ``measured/NAME.json`` has ``machine`` and ``date``, the figures as ``values``, and the
``tables`` that the book shows, each a list of rows of texts with the head first.
"""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).with_name("measured")
CPU = Path("/proc/cpuinfo")
VERSIONS = (
    "Django",
    "FastAPI",
    "Flask",
    "Gunicorn",
    "SQLAlchemy",
    "Starlette",
    "Uvicorn",
    "Waitress",
)
"""The packages whose versions are written down."""


def cpu_model(path: Path = CPU) -> str:
    """Return the processor's name; that of its architecture where there is no such file."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    names = [line.partition(":")[2] for line in lines if line.startswith("model name")]
    return " ".join((names or [platform.machine()])[0].split())


def machine() -> dict[str, str]:
    """Return what a figure depends on."""
    kernel = ".".join(platform.release().split("-")[0].split(".")[:2])
    return {
        "cpu": cpu_model(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {kernel}",
        "python": platform.python_version(),
    }


@dataclass
class Figures:
    """What one run measured."""

    date: str
    machine: dict[str, str]
    versions: dict[str, str]
    values: dict[str, object] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)

    @classmethod
    def now(cls, day: str | None = None) -> Figures:
        """Return figures of this machine, without any yet, of an ISO date or of today.

        Raises ValueError if ``day`` is no date.
        """
        day = date.fromisoformat(day).isoformat() if day else date.today().isoformat()
        return cls(day, machine(), {name: version(name) for name in VERSIONS})


def write(name: str, figures: Figures) -> Path:
    """Write figures to ``measured/NAME.json``, and return the file."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.json"
    text = json.dumps(asdict(figures), indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def number(value: object) -> str:
    """Return a number as the tables have it: with commas, and a decimal below 10."""
    amount = float(str(value))
    return f"{amount:,.1f}" if 0 < abs(amount) < 10 else f"{amount:,.0f}"

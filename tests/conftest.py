"""What several tests of our own tools need: small Sphinx projects, built in this process."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))


@dataclass
class Built:
    """What a build of a small project left behind."""

    app: SphinxTestApp
    out: Path
    src: Path
    warnings: str

    def text(self, name: str) -> str:
        """Return the text of the file ``name`` in the output folder."""
        return (self.out / name).read_text(encoding="utf-8")


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Built]:
    """Return a function that writes files and builds them with Sphinx.

    ``build({"docs/index.rst": "..."}, extensions=["weeks"], builder="html", **conf)`` writes each file
    below an empty folder (text is dedented), runs Sphinx on its ``docs`` folder without a conf.py, and
    returns a :class:`Built`. Warnings are collected, not raised; an extension error is raised as it is.
    """
    apps: list[SphinxTestApp] = []

    def run(
        files: dict[str, str], *, extensions: list[str], builder: str = "html", **conf: object
    ) -> Built:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        docs = tmp_path / "docs"
        (docs / "conf.py").touch()
        settings = {"extensions": extensions, "html_theme": "basic", "project": "Test", **conf}
        app = SphinxTestApp(
            builder, srcdir=docs, builddir=tmp_path / "build", confoverrides=settings
        )
        apps.append(app)
        app.build(force_all=False)
        return Built(app, Path(app.outdir), docs, app.warning.getvalue())

    yield run
    for app in apps:
        app.cleanup()

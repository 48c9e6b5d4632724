"""Breaks an application: copies its room, and changes the copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from contract import applications
from contract.applications import Application
from contract.broken.catalogue import Broken, CatalogueError, Change
from harness.inputs import QUIET

LEFT_OUT = ("__pycache__", "test_*.py", "data", "instance", "exercises", "transcripts")
"""What no application needs in order to run."""


def changed(broken: Broken, room: Path, change: Change) -> tuple[str, str]:
    """Return a file of ``room`` as it is and as ``change`` makes it.

    Raises CatalogueError if the application has moved on, so that the change does not fit.
    """
    path = room / change.file
    if not change.old:
        if path.exists():
            raise CatalogueError(
                f"{broken.place}: {path} exists already: "
                "give the text of it that is to be replaced, as old"
            )
        return "", change.new
    if not path.is_file():
        raise CatalogueError(
            f"{broken.place}: there is no {path}: name the file that has the text now"
        )
    before = path.read_text(encoding="utf-8")
    if (times := before.count(change.old)) != 1:
        raise CatalogueError(
            f"{broken.place}: {path} has {times} times what is to be replaced: "
            f"{change.old!r}; take it from the file as it is now, with enough around "
            "it to be there once"
        )
    return before, before.replace(change.old, change.new)


def apply(broken: Broken, room: Path) -> None:
    """Make the changes in ``room``; raise CatalogueError if one does not fit."""
    for change in broken.changes:
        (room / change.file).write_text(
            changed(broken, room, change)[1], encoding="utf-8"
        )


def difference(broken: Broken, room: Path) -> str:
    """Return the changes as a diff, of the files in ``room``; raise CatalogueError."""
    texts: dict[str, list[str]] = {}
    for change in broken.changes:
        before, _ = changed(broken, room, change)
        first, now = texts.get(change.file, [before, before])
        texts[change.file] = [first, now.replace(change.old, change.new, 1)]
    lines = []
    for file, (before, after) in texts.items():
        lines += unified_diff(
            before.splitlines(), after.splitlines(), file, file, n=1, lineterm=""
        )
    return "\n".join(lines)


@contextmanager
def made(broken: Broken) -> Iterator[Application]:
    """Make a broken application in a temporary folder, until the block ends.

    It begins with the data of the one that is right, unless its tables differ. Raises
    CatalogueError if a change does not fit, ManifestError if there is no such application.
    """
    right = applications.find(broken.application)
    with TemporaryDirectory(prefix="broken-") as folder:
        room = Path(folder).resolve() / right.room.name
        shutil.copytree(right.room, room, ignore=shutil.ignore_patterns(*LEFT_OUT))
        apply(broken, room)
        compiled = _share_compiled(right.room, room)
        application = applications.read(room)
        key = (application.manifest, "sqlite")
        if not broken.tables:
            data = applications.prepared(right, "production", "sqlite")
            applications._prepared[key] = data
        try:
            yield application
        finally:
            applications._prepared.pop(key, None)
            shutil.rmtree(compiled, ignore_errors=True)


def _share_compiled(original: Path, room: Path) -> Path:
    """Spare the copy to compile what was not changed; return the folder to be removed then."""
    prefix = Path(QUIET["PYTHONPYCACHEPREFIX"])
    known, compiled = (prefix / folder.relative_to("/") for folder in (original, room))
    if known.is_dir():
        shutil.copytree(known, compiled)
    return compiled.parent

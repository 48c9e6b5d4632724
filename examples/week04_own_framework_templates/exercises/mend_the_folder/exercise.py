"""Mend: a visitor names a file, and only files of the folder may be found."""

from pathlib import Path


def find(folder: Path, name: str) -> Path | None:
    """Return the file of this name in the folder, or None."""
    file = (folder / name).resolve()
    if not str(file).startswith(str(folder.resolve())):
        return None
    return file if file.is_file() else None

"""A visitor names a file: places are compared as paths, and a bad name is no file."""

from pathlib import Path


def find(folder: Path, name: str) -> Path | None:
    """Return the file of this name in the folder, or None."""
    try:
        file = (folder / name).resolve()
        if not file.is_relative_to(folder.resolve()):
            return None
        return file if file.is_file() else None
    except (OSError, ValueError):  # names that no file system takes
        return None

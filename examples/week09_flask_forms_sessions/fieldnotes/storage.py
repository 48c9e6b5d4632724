"""The files of photos. A photo is there when a sighting names its file."""

import os
import secrets
from pathlib import Path

from flask import current_app

from fieldnotes.images import Image


def folder() -> Path:
    return current_app.config["PHOTOS"]


def keep(content: bytes, image: Image) -> str:
    """Write a photo to the disk and return its name, which nobody can guess.

    It gets the name when it is whole. Raises OSError and leaves nothing behind if it
    cannot be written.
    """
    name = secrets.token_hex(16) + image.suffix
    folder().mkdir(exist_ok=True)
    unfinished = folder() / f"{name}.part"
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(folder() / name)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return name


def remove(name: str | None) -> None:
    if name is not None:
        (folder() / name).unlink(missing_ok=True)

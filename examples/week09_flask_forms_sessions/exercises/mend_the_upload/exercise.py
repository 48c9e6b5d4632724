"""Mend it: an upload that believes its sender."""

from pathlib import Path


def keep(folder: Path, filename: str, content: bytes) -> str:
    """Store a photo below ``folder`` and return its name; ValueError if it is none."""
    if not filename.lower().endswith((".png", ".jpg")):
        raise ValueError("This is no photo.")
    (folder / filename).write_bytes(content)
    return filename

"""Import the programs of one week, although another week has programs of the same names."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType


class Programs:
    """The modules of one folder as attributes: ``steps.hello`` imports ``hello.py``."""

    def __init__(self, folder: Path) -> None:
        """Note the folder."""
        self._folder = folder

    def __getattr__(self, name: str) -> ModuleType:
        """Import the module ``name``; raise AttributeError if the folder has no such file."""
        if not (self._folder / f"{name}.py").is_file() and not (self._folder / name).is_dir():
            raise AttributeError(f"there is no {name}.py in {self._folder.name}/")
        return importlib.import_module(name)


@contextmanager
def importable(folder: Path) -> Iterator[Programs]:
    """Let modules of ``folder`` be imported until the block ends, and forget them then."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield Programs(folder)
    finally:
        sys.path.remove(str(folder))
        for name, module in list(sys.modules.items()):
            if Path(getattr(module, "__file__", None) or "/").is_relative_to(folder):
                del sys.modules[name]

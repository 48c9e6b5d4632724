"""Say on whose behalf a function runs: who called whom, outermost first."""

import traceback
from pathlib import Path

STANDARD_LIBRARY = Path(traceback.__file__).parent


def owner(filename):
    """Return the package or standard module of a source file, else the file's name."""
    if filename.startswith("<"):  # what has no file: <stdin>, <frozen runpy>
        return filename.strip("<>").removeprefix("frozen ")
    path = Path(filename)
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1]
    if path.is_relative_to(STANDARD_LIBRARY):
        return path.relative_to(STANDARD_LIBRARY).with_suffix("").parts[0]
    return path.name


def print_callers():
    """Print each stretch of the stack that has one owner, with its functions."""
    stretches = []
    for frame in traceback.extract_stack()[:-1]:
        name = owner(frame.filename)
        if not stretches or stretches[-1][0] != name:
            stretches.append((name, []))
        stretches[-1][1].append(frame.name)
    for name, functions in stretches:
        shown = (
            functions if len(functions) < 4 else [functions[0], "...", functions[-1]]
        )
        print(f"{name:19} {' > '.join(shown)}", flush=True)

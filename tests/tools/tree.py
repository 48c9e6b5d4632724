"""The rules of this tree that no other tool knows; `nox -s lint` runs them over every text file."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

RULES = {
    re.compile(
        r"\b(?:(?:test\.)?pypi\.org|files\.pythonhosted\.org|registry\.(?:npmjs\.org|yarnpkg\.com)"
        r"|(?:deb|security)\.debian\.org|proxy\.golang\.org|crates\.io)\b"
    ): "names the host of a package registry: call it PyPI, npm or Debian, and let tools find it",
    re.compile(
        r"(?<![\w.~}/-])/(?:root|work|home/(?!you\b)\w+|Users/\w+)\b|\b[A-Z]:\\Users\\"
    ): "names a folder of one machine: write it relative to the book, or as /home/you/...",
    re.compile("\N{EM DASH}"): "has an em dash: use a comma, a colon or two sentences",
}
"""What no line may contain, each with the rest of a sentence that says what is wrong and the cure."""

NOT_PROSE = "tests/"
"""Below this folder an em dash may stand: as input to what is tested."""

OTHERS_TEXTS = {"LICENSE-docs"}
"""Files that we quote as they are."""


def files(root: Path) -> list[Path]:
    """Return the files below ``root`` that git keeps or would add.

    Raises subprocess.CalledProcessError if ``root`` is not in a git repository.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    return [root / name for name in names.split("\0") if name and (root / name).is_file()]


def problems(path: Path, root: Path) -> list[str]:
    """Return one message, with file and line, for each rule that a line of the file breaks.

    A file that is not UTF-8 (a picture, a font) has no lines and so no problems.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    name = path.relative_to(root).as_posix()
    if name in OTHERS_TEXTS:
        return []
    return [
        f"{name}:{number}: {match[0]!r} {rest}"
        for number, line in enumerate(lines, 1)
        for pattern, rest in RULES.items()
        if (match := pattern.search(line))
        and not (match[0] == "\N{EM DASH}" and name.startswith(NOT_PROSE))
    ]


def main() -> int:
    """Print every problem of the tree; return 1 if there is one."""
    found = [message for path in files(ROOT) for message in problems(path, ROOT)]
    for message in found:
        print(message)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

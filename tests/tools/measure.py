"""What a command costs, what a machine is, and how long a built book is: for timings.py."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """What one run of a command took: seconds, seconds, and bytes of its largest process."""

    wall: float
    cpu: float
    memory: int
    code: int
    output: str


def run(command: list[str], folder: Path, **environment: str) -> Cost:
    """Run a command in ``folder`` and return its cost.

    A process of its own starts the command and waits for it, because the operating system adds up
    processor time and memory for all children of a process together. Processor time is that of the
    command and of all that it started and waited for; memory is the peak of the largest of them.
    """
    helper = [sys.executable, __file__, *command]
    env = {**os.environ, **environment}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles the libraries again
    done = subprocess.run(helper, cwd=folder, env=env, capture_output=True, text=True, check=True)
    return Cost(*json.loads(done.stdout))


def _as_helper(command: list[str]) -> None:
    """Run the command and print its cost as JSON."""
    import resource  # not on Windows, where only this measurement fails

    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes on macOS, else kibibytes
    cpu = used.ru_utime + used.ru_stime
    print(
        json.dumps([wall, cpu, used.ru_maxrss * unit, done.returncode, done.stdout + done.stderr])
    )


def machine() -> dict[str, str | int]:
    """Return what the figures depend on: processor, cores, memory, system, Python."""
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        found = re.search(r"(?m)^model name\s*:\s*(.+)$", information.read_text("utf-8"))
        model = found[1] if found else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    release = getattr(platform, "freedesktop_os_release", dict)
    try:
        system = release().get("PRETTY_NAME", platform.platform())
    except OSError:
        system = platform.platform()
    return {
        "processor": model,
        "cores": os.cpu_count() or 1,
        "memory_gb": round(memory / 1e9),
        "system": system,
        "python": platform.python_version(),
    }


class _Visible(HTMLParser):
    """Collects the text of <article>, without what stands in the elements ``hidden``."""

    def __init__(self, hidden: set[str]) -> None:
        super().__init__()
        self.hidden = hidden
        self.article = self.skipped = 0
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count how deep we are."""
        self.article += tag == "article"
        self.skipped += tag in self.hidden

    def handle_endtag(self, tag: str) -> None:
        """Count how deep we are."""
        self.article -= tag == "article"
        self.skipped -= tag in self.hidden

    def handle_data(self, data: str) -> None:
        """Keep what a reader reads."""
        if self.article and not self.skipped:
            self.text.append(data)


def words(site: Path, *, listings: bool) -> int:
    """Return how many words the pages below ``site`` show, with or without their listings.

    A word is a run of characters between spaces that has a letter or a digit. Navigation is not
    counted, nor are pages made from others (the index, the search page, the 404 page).
    """
    hidden = {"script", "style", "svg"} | (set() if listings else {"pre"})
    count = 0
    for page in site.rglob("*.html"):
        if page.name not in {"genindex.html", "search.html", "404.html"}:
            parser = _Visible(hidden)
            parser.feed(page.read_text("utf-8"))
            count += sum(any(map(str.isalnum, word)) for word in "".join(parser.text).split())
    return count


def pdf_pages(path: Path) -> int:
    """Return the number of pages of a PDF."""
    from pypdf import PdfReader  # here, so that the process that waits above stays small

    return len(PdfReader(path).pages)


if __name__ == "__main__":
    _as_helper(sys.argv[1:])

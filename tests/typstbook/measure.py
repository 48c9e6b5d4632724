"""Measure the PDF builder on the project of the tests, repeated to about 50, 200 and 800 pages.

``python tests/typstbook/measure.py`` prints a table in Markdown: processor time and memory of the build, from
doctrees that are there, and of the compiler alone, each in a process of its own. Name other numbers of
repetitions as arguments; ``--keep FOLDER`` leaves the projects and what was made of them there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = Path(__file__).parent / "project"
EXTENSIONS = ROOT / "docs" / "_ext"
NAME = "kitchen-sink"
EMPTY = 200  # bytes of content that are no text
TIMES = (2, 9, 39)  # of the project: about 50, 200 and 800 pages
# What may stand once in a project: targets, a citation, objects, words of the glossary.
NAMES = ("inline-start", "a-target", "fig-plan", "code-long", "table-wide", "euler")
NAMES += (
    "dropdown-target",
    "exercise-bytes",
    "Knuth84",
    "sink",
    "handle",
    "environ",
    "start_response",
    "HOME",
)
# What one process runs: its own figures go to standard output, the last line of it.
RUN = """
import json, resource, sys
sys.path.insert(0, {extensions!r})
{code}
used = resource.getrusage(resource.RUSAGE_SELF)
scale = 1024 if sys.platform == "darwin" else 1
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / scale / 1024]))
"""
SPHINX = """
from sphinx.cmd.build import main
status = main(["-q", "-b", {builder!r}, "-d", {doctrees!r}, {source!r}, {out!r}])
assert status == 0, "the build failed"
"""
COMPILER = """
import typst
typst.compile({typ!r}, output={pdf!r}, font_paths=[{fonts!r}], ignore_system_fonts=True, pdf_standards=["ua-1"])
"""


def repeat(project: Path, folder: Path, times: int) -> None:
    """Write to ``folder`` a project of which the documents of ``project`` are there ``times`` times.

    Names of targets, of citations and of objects are made different, so that each copy is whole.
    """
    shutil.copytree(project / "images", folder / "images")
    shutil.copytree(project, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("_build"))
    root = (folder / "index.rst").read_text(encoding="utf-8")
    trees = root[root.index(".. toctree::") :]
    for number in range(2, times + 1):
        copy = folder / f"copy{number}"
        copy.mkdir()
        for path in sorted(folder.glob("*.rst")) + sorted(folder.glob("*.md")):
            if path.stem == "index":
                continue
            text = path.read_text(encoding="utf-8")
            for name in NAMES:
                text = text.replace(name, f"{name}{number}")
            text = text.replace("statement:", f"statement{number}:")
            text = text.replace("expression", f"expression{number}")
            text = text.replace(":: images/", ":: /images/").replace("<images/", "</images/")
            (copy / path.name).write_text(text, encoding="utf-8")
        for line in trees.splitlines():
            made = f"   copy{number}/{line.strip()}" if is_entry(line) else line
            root += f"{made}\n"
    (folder / "index.rst").write_text(root, encoding="utf-8")


def is_entry(line: str) -> bool:
    """Tell whether ``line`` of a toctree names a document."""
    return line.startswith("   ") and not line.strip().startswith(":")


def run(code: str, **words: str) -> tuple[float, float]:
    """Run ``code`` in a process; return its processor time in seconds and its memory in MB."""
    text = RUN.format(extensions=str(EXTENSIONS), code=code.format(**words))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", text],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000"},
    )
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes


def measure(times: int, folder: Path) -> str:
    """Return a row of the table, of the project repeated ``times`` times in ``folder``."""
    import pypdf

    source, doctrees, out = folder / "docs", folder / "doctrees", folder / "pdf"
    repeat(PROJECT, source, times)
    words = {"source": str(source), "doctrees": str(doctrees)}
    run(SPHINX, builder="dummy", out=str(folder / "dummy"), **words)
    seconds, memory = run(SPHINX, builder="typst", out=str(out), **words)
    typ, pdf = out / "typst" / f"{NAME}.typ", out / f"{NAME}.pdf"
    again = str(folder / "again.pdf")
    fonts = str(EXTENSIONS / "typstbook" / "fonts")
    compiler, _ = run(COMPILER, typ=str(typ), pdf=again, fonts=fonts)
    # The empty pages before chapters, of the size of nothing, would flatter the figures.
    pages = sum(len(page.get_contents().get_data()) > EMPTY for page in pypdf.PdfReader(pdf).pages)
    return (
        f"| {pages} | {seconds:.1f} s | {compiler:.1f} s | {1000 * seconds / pages:.0f} ms "
        f"| {memory / 1000:.2f} GB | {memory / pages:.1f} MB | {pdf.stat().st_size / 1e6:.1f} MB |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("times", nargs="*", type=int, default=TIMES, help="repetitions")
    parser.add_argument("--keep", type=Path, help="an empty folder for what is made")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, Typst {version('typst')}\n")
    print("| pages | all | of it the compiler | a page | memory | a page | PDF |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as scratch:
        for times in options.times or TIMES:
            print(measure(times, (options.keep or Path(scratch)) / str(times)), flush=True)


if __name__ == "__main__":
    main()

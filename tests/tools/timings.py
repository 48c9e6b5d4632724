"""Measure the book against its goals: `nox -s timings`; docs/contributing/timings.md explains it.

Builds run in a copy of the tree in a temporary folder, with the options that the sessions use, so
nothing here touches build/ except for the report, build/timings.json.
"""

from __future__ import annotations

import argparse
import datetime
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import measure
import tree

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
import page_weight  # noqa: E402  (it lies in the folder just added)

CPU_PER_10000_WORDS = 1.6
CHANGED_PAGE = 4.0
SUITE = 1500.0
CONTRACT = 90.0
FINISHED = ["perch", "flask", "django", "fastapi"]
PDF_MS_A_PAGE = 60.0
PDF_MB_A_PAGE = 3.0


class Goal(NamedTuple):
    """One goal of the book: what was measured, the limit, and whether it was kept."""

    what: str
    measured: float
    limit: float
    unit: str

    @property
    def kept(self) -> bool:
        """Whether the figure is within the limit."""
        return self.measured <= self.limit

    def __str__(self) -> str:
        """Return the line of the report."""
        verdict = "kept  " if self.kept else "MISSED"
        form = ",.0f" if self.unit == "bytes" else ".2f"
        return f"{verdict} {self.what}: {self.measured:{form}} {self.unit}, at most {self.limit:{form}}"


class TimingsError(Exception):
    """A command that should be measured failed."""


def copy_of_the_book(root: Path, folder: Path) -> Path:
    """Copy the files that git keeps or would add into ``folder``; return it."""
    for path in tree.files(root):
        target = folder / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


def build(book: Path, builder: str) -> measure.Cost:
    """Run a builder as the sessions do, warnings aside; raise TimingsError if it fails."""
    state = Path("build") / "doctrees"
    options = ["-q", "-n", "-d", str(state)]
    command = [sys.executable, "-m", "sphinx", "-b", builder, *options, "docs", f"build/{builder}"]
    cost = measure.run(command, book)
    if cost.code:
        raise TimingsError(f"sphinx -b {builder} ended with {cost.code}:\n{cost.output[-2000:]}")
    return cost


def cold(book: Path, builder: str) -> measure.Cost:
    """Build with nothing there."""
    shutil.rmtree(book / "build", ignore_errors=True)
    return build(book, builder)


def after_html(book: Path, builder: str) -> measure.Cost:
    """Build after HTML has been built, as `nox` does: the pages have been read already."""
    shutil.rmtree(book / "build" / builder, ignore_errors=True)
    return build(book, builder)


def changed(book: Path, page: Path) -> measure.Cost:
    """Add a sentence to one page and build."""
    with page.open("a", encoding="utf-8") as file:
        file.write("\n\nOne sentence more than a moment ago.\n")
    return build(book, "html")


def middle(costs: list[measure.Cost]) -> measure.Cost:
    """Return the run whose wall time is the median."""
    return sorted(costs)[len(costs) // 2]


def measure_builds(book: Path, times: int) -> dict[str, measure.Cost]:
    """Return what the builds cost; each figure is the median of ``times`` runs."""
    page = next((book / "docs" / "weeks").glob("week02_*.rst"), book / "docs" / "index.rst")
    found = {}
    for builder, name in {"epub": "EPUB", "typst": "PDF", "html": "HTML"}.items():
        found[f"{name}, cold"] = middle([cold(book, builder) for _ in range(times)])
        if builder == "typst":
            pdf = next((book / "build" / "typst").glob("*.pdf"))
            shutil.copyfile(pdf, book / "book.pdf")
    found["PDF, after the HTML"] = middle([after_html(book, "typst") for _ in range(times)])
    found["HTML, one page changed"] = middle([changed(book, page) for _ in range(times)])
    found["HTML, nothing changed"] = middle([build(book, "html") for _ in range(times)])
    return found


def measure_suite() -> measure.Cost:
    """Run the suite as `nox -s tests` does; raise TimingsError if it fails."""
    cost = measure.run([sys.executable, "tests/tools/suite.py"], ROOT)
    if cost.code:
        raise TimingsError(f"the suite failed:\n{cost.output[-3000:]}")
    return cost


def measure_contract() -> measure.Cost:
    """Hold the applications that finish a framework to the contract, all at once.

    Raises TimingsError if one fails.
    """
    apps = [word for name in FINISHED for word in ("--app", name)]
    command = [sys.executable, "-m", "contract.at_once", *apps]
    cost = measure.run(command, ROOT, PYTHONPATH="examples")
    if cost.code:
        raise TimingsError(f"an application breaks the contract:\n{cost.output[-3000:]}")
    return cost


def count_words(site: Path) -> list[int]:
    """Return how many words the site shows: all, and those of the prose alone."""
    return [measure.words(site, listings=True), measure.words(site, listings=False)]


def per_page(cost: measure.Cost, pages: int) -> dict[str, float]:
    """Return what a page of a PDF took: milliseconds of processor time, and megabytes of the peak of memory."""
    return {
        "pages": pages,
        "ms_a_page": round(cost.cpu * 1000 / pages, 1),
        "mb_a_page": round(cost.memory / 1e6 / pages, 2),
    }


def weights(site: Path) -> list[dict[str, object]]:
    """Return what each week's page weighs over the wire."""
    pages = sorted(site.glob("weeks/week*.html"))
    return [page_weight.weigh(site, page.relative_to(site).as_posix()) for page in pages]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, write build/timings.json; return 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="nox -s timings --", description="Measure the book.")
    parser.add_argument(
        "--no-goals", action="store_true", help="report only: always end with success"
    )
    parser.add_argument("--no-suite", action="store_true", help="leave suite and contract out")
    parser.add_argument("--times", type=int, default=3, help="runs of each build (default 3)")
    options = parser.parse_args(arguments)
    try:
        report, goals = everything(options.times, suite=not options.no_suite)
    except TimingsError as error:
        print(error, file=sys.stderr)
        return 1
    out = ROOT / "build" / "timings.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    show(report, goals)
    return 0 if options.no_goals or all(goal.kept for goal in goals) else 1


def judge(
    costs: dict[str, measure.Cost],
    per_10000: float,
    weighed: list[dict[str, object]],
    pdf: dict[str, float],
) -> list[Goal]:
    """Hold what was measured to the goals of the book."""
    goals = [
        Goal("CPU for 10,000 words of prose, cold HTML", per_10000, CPU_PER_10000_WORDS, "s"),
        Goal("one page changed", costs["HTML, one page changed"].wall, CHANGED_PAGE, "s"),
        Goal("PDF, a page", pdf["ms_a_page"], PDF_MS_A_PAGE, "ms"),
        Goal("PDF, memory a page", pdf["mb_a_page"], PDF_MB_A_PAGE, "MB"),
    ]
    if "suite" in costs:
        goals.append(Goal("suite", costs["suite"].wall, SUITE, "s"))
        what = f"contract, {len(FINISHED)} applications"
        goals.append(Goal(what, costs["contract"].wall, CONTRACT, "s"))
    limits = {"first_visit": page_weight.FIRST_VISIT, "next_page": page_weight.NEXT_PAGE}
    for page in weighed:
        for key, limit in limits.items():
            goals.append(
                Goal(f"{page['page']}, {key.replace('_', ' ')}", page[key], limit, "bytes")
            )
    return goals


def everything(times: int, *, suite: bool) -> tuple[dict[str, object], list[Goal]]:
    """Return the report and the goals."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        book = copy_of_the_book(ROOT, folder / "book")
        costs = measure_builds(book, times)
        site = book / "build" / "html"
        pages = measure.pdf_pages(book / "book.pdf")
        count, weighed = count_words(site), weights(site)
        if suite:
            costs["contract"] = measure_contract()
            costs["suite"] = measure_suite()
    cpu = [round(costs["HTML, cold"].cpu / number * 10_000, 3) for number in count]
    pdf = per_page(costs["PDF, after the HTML"], pages)
    goals = judge(costs, cpu[1], weighed, pdf)
    report = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": measure.machine(),
        "costs": {
            what: {
                "wall_s": round(c.wall, 3),
                "cpu_s": round(c.cpu, 3),
                "peak_mb": round(c.memory / 1e6, 1),
            }
            for what, c in costs.items()
        },
        # All visible words, and those of the prose alone.
        "words": count,
        "cpu_s_per_10000_words": cpu,
        "pdf": pdf,
        "goals": [{**goal._asdict(), "kept": goal.kept} for goal in goals],
    }
    return report, goals


def show(report: dict[str, object], goals: list[Goal]) -> None:
    """Print the report as a table."""
    about = report["machine"]
    print(
        f"\n{about['processor']}, {about['cores']} cores, {about['memory_gb']} GB, {about['system']}, "
        f"Python {about['python']}, {report['date']}\n"
    )
    print(f"{'':28} {'wall s':>7} {'CPU s':>7} {'peak MB':>8}")
    for what, cost in report["costs"].items():
        print(f"{what:28} {cost['wall_s']:7.2f} {cost['cpu_s']:7.2f} {cost['peak_mb']:8.0f}")
    words, cpu, pdf = report["words"], report["cpu_s_per_10000_words"], report["pdf"]
    print("\nProcessor time of a cold HTML build:")
    for count, seconds, what in zip(words, cpu, ("words", "of them prose"), strict=True):
        print(f"{count:9,} {what}, {seconds:.2f} s for 10,000")
    print(
        f"{pdf['pages']:9,} pages of the PDF, {pdf['ms_a_page']:.1f} ms and "
        f"{pdf['mb_a_page']:.2f} MB for one"
    )
    print()
    for goal in goals:
        print(goal)
    print("\nThe same as JSON: build/timings.json")


if __name__ == "__main__":
    sys.exit(main())

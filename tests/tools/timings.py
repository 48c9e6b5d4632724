"""Measure the book against its goals: `nox -s timings`; docs/contributing/timings.md explains it.

Builds run in a copy of the tree in a temporary folder, with the options that the sessions use, so
nothing here touches build/ except for the report, build/timings.json.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

import measure
import tree

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
import page_weight  # noqa: E402  (it lies in the folder just added)

LARGE = 12
"""So many weeks has the copy that shows what a large book costs; about as long as Flask's manual."""
CPU_PER_10000_WORDS = 1.6
CHANGED_PAGE = 2.0
SUITE = 60.0
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


def add_weeks(book: Path, wanted: int) -> None:
    """Let the copy have ``wanted`` weeks: those of the plan not yet written become copies of week 2.

    Raises TimingsError if there is no week 2.
    """
    weeks = book / "docs" / "weeks"
    try:
        (model,) = weeks.glob("week02_*.rst")
    except ValueError:
        raise TimingsError(
            "docs/weeks has no page of week 2, which the large copy is made of"
        ) from None
    plan = tomllib.loads((book / "docs" / "course.toml").read_text("utf-8"))
    text = model.read_text("utf-8")
    for week in (week for block in plan["block"] for week in block["weeks"]):
        name = f"week{week['number']:02}_{week['name']}"
        if len(list(weeks.glob("week*.rst"))) >= wanted:
            return
        if week["number"] < 2 or (weeks / f"{name}.rst").exists():
            continue  # week 2 builds on week 1, so its copies come after it
        # Labels must differ; pictures are shared. The title is the plan's.
        page = re.sub(r"(?<!_pictures/)week02(?=[_-])", name[:6], text)
        page = page.replace(f"{name[:6]}_{model.stem[7:]}", name)
        page = re.sub(r"(?m)^.+\n#{4,}$", f"{week['title']}\n{'#' * len(week['title'])}", page)
        (weeks / f"{name}.rst").write_text(page, encoding="utf-8")
        shutil.copytree(book / "examples" / model.stem, book / "examples" / name)


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
    parser.add_argument("--no-suite", action="store_true", help="leave the suite out")
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
    large_pdf: dict[str, float],
) -> list[Goal]:
    """Hold what was measured to the goals of the book."""
    pdf, html = (
        costs[f"PDF of {LARGE} weeks, after it"].wall,
        costs[f"HTML of {LARGE} weeks, cold"].wall,
    )
    words = f"CPU for 10,000 words of prose, cold HTML of {LARGE} weeks"
    goals = [
        Goal(words, per_10000, CPU_PER_10000_WORDS, "s"),
        Goal("one page changed", costs["HTML, one page changed"].wall, CHANGED_PAGE, "s"),
        Goal(f"PDF of {LARGE} weeks, against its HTML", pdf, html, "s"),
        Goal(f"PDF of {LARGE} weeks, a page", large_pdf["ms_a_page"], PDF_MS_A_PAGE, "ms"),
        Goal(f"PDF of {LARGE} weeks, memory a page", large_pdf["mb_a_page"], PDF_MB_A_PAGE, "MB"),
    ]
    if "suite" in costs:
        goals.append(Goal("suite", costs["suite"].wall, SUITE, "s"))
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
        add_weeks(book, LARGE)
        name = f"HTML of {LARGE} weeks, cold"
        costs[name] = cold(book, "html")
        large = count_words(site)
        costs[f"PDF of {LARGE} weeks, after it"] = after_html(book, "typst")
        large_pages = measure.pdf_pages(next((book / "build" / "typst").glob("*.pdf")))
        if suite:
            costs["suite"] = measure_suite()
    cpu = {
        "now": [round(costs["HTML, cold"].cpu / number * 10_000, 3) for number in count],
        "large": [round(costs[name].cpu / number * 10_000, 3) for number in large],
    }
    pdf = {
        "now": per_page(costs["PDF, after the HTML"], pages),
        "large": per_page(costs[f"PDF of {LARGE} weeks, after it"], large_pages),
    }
    goals = judge(costs, cpu["large"][1], weighed, pdf["large"])
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
        # Each pair: all visible words, and those of the prose alone.
        "words": {"now": count, "large": large},
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
    print(f"\n{'':28} {'words':>9} {'CPU s for 10,000':>17} {'prose':>9} {'CPU s':>6}")
    for key, what in {"now": "the book now", "large": f"the copy of {LARGE} weeks"}.items():
        (count, prose), (cpu, cpu_prose) = (
            report["words"][key],
            report["cpu_s_per_10000_words"][key],
        )
        print(f"{what:28} {count:9,} {cpu:17.2f} {prose:9,} {cpu_prose:6.2f}")
    print(f"\n{'':28} {'pages':>7} {'ms a page':>10} {'MB a page':>10}")
    for key, what in {"now": "the PDF now", "large": f"that of {LARGE} weeks"}.items():
        pdf = report["pdf"][key]
        print(f"{what:28} {pdf['pages']:7,} {pdf['ms_a_page']:10.1f} {pdf['mb_a_page']:10.2f}")
    print()
    for goal in goals:
        print(goal)
    print("\nThe same as JSON: build/timings.json")


if __name__ == "__main__":
    sys.exit(main())

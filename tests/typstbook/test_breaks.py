"""Where the pages of a PDF end: what may be split, what stays together, and what says that it goes on.

Each chapter repeats one construct between paragraphs of changing length, so that pages end at each place within it.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdf
import pytest
from sphinx.testing.util import SphinxTestApp

SENTENCE = (
    "A sentence which says nothing about birds, and so takes about as much room as one that does. "
)
TIMES = 24
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 {height}"><rect width="300" height="9"/></svg>'
HUGE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 2000">
<text x="9" y="30">Q</text><text x="9" y="1990">J</text></svg>"""


def filler(number: int) -> str:
    """Return a paragraph of one to eight sentences."""
    return SENTENCE * (number * (number + 3) // 2 % 8 + 1) + "\n\n"


def block(directive: str, lines: list[str], **options: str) -> str:
    """Return a directive with ``lines`` as its content."""
    head = [f".. {directive}", *(f"   :{name}: {value}" for name, value in options.items()), ""]
    return "\n".join([*head, *(f"   {line}" if line else "" for line in lines), "", ""])


def listings() -> str:
    """Return listings of twelve lines with captions; the fourth, seventh and eighth lines are empty."""
    text = "Listings\n########\n\n"
    for n in range(TIMES):
        lines = [f"line_{n}_{i} = {i}" if i not in (4, 7, 8) else "" for i in range(1, 13)]
        text += filler(n) + block("code-block:: python", lines, caption=f"part {n}")
    return text


def long_lines() -> str:
    """Return terminals without captions, in which each line goes on below."""
    text = "Terminals\n#########\n\n"
    for n in range(TIMES):
        lines = [f"begin_{n}_{i} {'word ' * 18} end_{n}_{i}" for i in range(16)]
        text += filler(n) + block("code-block:: text", lines)
    return text


def tables() -> str:
    """Return tables of five rows, some of which have two lines."""
    text = "Tables\n######\n\n"
    for n in range(TIMES):
        rows = [f"row_{n}_{i}, {SENTENCE.replace(',', '') * (i % 2)} end" for i in range(5)]
        text += filler(n) + block("csv-table:: Five rows", rows, header="Name, Words")
    return text


def questions() -> str:
    """Return questions whose answers are gathered at the back."""
    text = "Questions\n#########\n\n"
    for n in range(TIMES):
        answer = ["**Question.** " + SENTENCE * (n % 3 + 1), "", ".. container:: answer", ""]
        text += filler(n) + block("container:: question", [*answer, f"   Answer {n}."])
    return text


def pictures() -> str:
    """Return a page of text, a picture as tall as half a page, and more text; and the same with a low picture."""
    text = "Pictures\n########\n\n" + "".join(map(filler, range(7)))
    text += block("figure:: tall.svg", ["The tall picture."], alt="A bar.")
    text += f"Words after the tall one. {SENTENCE * 30}\n\n"
    text += block("figure:: low.svg", ["The low picture."], alt="A bar.")
    text += "Words after the low one.\n\n"
    return text + block("figure:: huge.svg", ["Taller than a page."], alt="Two letters.")


NESTED = "Chapter\n#######\n\nSection of the chapter\n======================\n\n.. toctree::\n\n   inner\n"
INNER = (
    "Inner document\n##############\n\n" + SENTENCE * 120 + "\n\nPart of it\n==========\n\nText.\n"
)
CHAPTERS = {
    "listings": listings,
    "terminals": long_lines,
    "tables": tables,
    "questions": questions,
    "pictures": pictures,
}


@dataclass
class Pages:
    """The pages of the project: lines of text, and where each begins from the foot of the page, in points."""

    lines: list[list[str]]
    heights: list[list[tuple[str, float]]] = field(default_factory=list)

    def having(self, pattern: str) -> dict[str, set[int]]:
        """Return for each match of ``pattern`` the pages (from 0) that it is on."""
        found: dict[str, set[int]] = {}
        for number, lines in enumerate(self.lines):
            for word in re.findall(pattern, "\n".join(lines)):
                found.setdefault(word, set()).add(number)
        return found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """Build the project once for this module."""
    folder = tmp_path_factory.mktemp("breaks")
    docs = folder / "docs"
    docs.mkdir()
    names = [*CHAPTERS, "nested"]
    index = "Title\n#####\n\n.. toctree::\n   :caption: Part one. Of two clauses: after a colon\n\n"
    (docs / "index.rst").write_text(index + "".join(f"   {n}\n" for n in names), encoding="utf-8")
    for name, make in CHAPTERS.items():
        (docs / f"{name}.rst").write_text(make(), encoding="utf-8")
    (docs / "nested.rst").write_text(NESTED, encoding="utf-8")
    (docs / "inner.rst").write_text(INNER, encoding="utf-8")
    for name, height in (("tall", 480), ("low", 90)):
        (docs / f"{name}.svg").write_text(SVG.format(height=height), encoding="utf-8")
    (docs / "huge.svg").write_text(HUGE, encoding="utf-8")
    (docs / "conf.py").write_text(
        "extensions = ['typstbook']\nnumfig = True\nproject = 'Breaks'\n"
        "typst_title = 'A Book about Herons, One of Them at a Time'\n"
        "typst_gather = [{'classes': ['answer'], 'title': 'Answers'}]\n",
        encoding="utf-8",
    )
    app = SphinxTestApp("typst", srcdir=docs, builddir=folder / "build")
    app.build()
    assert app.warning.getvalue() == ""
    pdf = pypdf.PdfReader(Path(app.outdir) / "breaks.pdf")
    made = Pages([page.extract_text().splitlines() for page in pdf.pages])
    for page in pdf.pages:
        heights: list[tuple[str, float]] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_, heights=heights: (
                heights.append((text.strip(), tm[5] * cm[3] + cm[5])) if text.strip() else None
            )
        )
        made.heights.append(heights)
    yield made
    app.cleanup()
    shutil.rmtree(folder)


def test_split_listings_say_so(pages: Pages) -> None:
    """Each listing that goes on over the page has its caption there again, with a word that it does."""
    split = 0
    for page in pages.lines:
        text = "\n".join(page)
        first = re.search(r"line_(\d+)_(\d+) =", text)
        if first and first.group(2) != "1":
            split += 1
            assert f"part {first.group(1)} (continued)" in text[: first.start()]
        assert text.count("(continued)") <= 1
    assert split > 2


def test_listings_split_within(pages: Pages) -> None:
    """Neither the first four lines of a listing nor its last three are torn apart."""
    found = pages.having(r"line_\d+_\d+ =")
    for n in range(TIMES):
        assert len(set().union(*(found[f"line_{n}_{i} ="] for i in range(1, 4)))) == 1
        assert len(set().union(*(found[f"line_{n}_{i} ="] for i in range(10, 13)))) == 1


def test_no_page_begins_with_an_empty_line(pages: Pages) -> None:
    """Where a listing goes on, its first line that is not empty stands at the top, in its place."""
    gaps = Counter()
    after_empty = 0
    for heights in pages.heights:
        again = [y for text, y in heights if "(continued)" in text or text.startswith("continued")]
        code = [(text, y) for text, y in heights if re.match(r"line_\d+_\d+", text)]
        if again and code:
            text, top = max(code, key=lambda item: item[1])
            gaps[round(again[0] - top)] += 1
            after_empty += text.split("_")[2].split()[0] in ("5", "9")
    assert after_empty > 0
    assert len(gaps) == 1


def test_empty_lines_have_a_height(pages: Pages) -> None:
    """An empty line of code is as high as any other, wherever it stands."""
    steps: dict[int, set[float]] = {1: set(), 2: set(), 3: set()}
    for heights in pages.heights:
        at = {text.split()[0]: y for text, y in heights if text.startswith("line_")}
        for n in range(TIMES):
            for first, after in ((2, 3), (3, 5), (6, 9)):
                if {f"line_{n}_{first}", f"line_{n}_{after}"} <= at.keys():
                    step = at[f"line_{n}_{first}"] - at[f"line_{n}_{after}"]
                    steps[after - first].add(round(step, 1))
    (one,) = steps[1]
    assert list(steps[2]) == [pytest.approx(2 * one, abs=0.3)]
    assert list(steps[3]) == [pytest.approx(3 * one, abs=0.3)]


def test_lines_that_go_on_stay_together(pages: Pages) -> None:
    """A line of code that goes on below does so on the same page."""
    begin, end = pages.having(r"begin_(\d+_\d+)"), pages.having(r"end_(\d+_\d+)")
    assert begin.keys() == end.keys()
    assert len(begin) == TIMES * 16
    assert [name for name in begin if begin[name] != end[name]] == []
    split = [n for n in range(TIMES) if begin[f"{n}_0"] != begin[f"{n}_15"]]
    assert len(split) > 2  # or nothing was tried


def test_small_tables_are_whole(pages: Pages) -> None:
    """A table of a few rows is on one page, with its caption."""
    found = pages.having(r"row_(\d+)_\d")
    assert len(found) == TIMES
    assert [name for name, on in found.items() if len(on) != 1] == []
    for page in pages.lines:
        body = [line for line in page if line.strip()][:-1]
        assert not body[-1:] or "Five rows" not in body[-1]


def test_a_question_and_its_link(pages: Pages) -> None:
    """No page begins with the link to an answer: it stays with the question."""
    for page in pages.lines:
        text = " ".join(page)
        assert len(re.findall("→ Question", text)) <= len(re.findall(r"Question\.", text))
    assert sum("→ Question" in " ".join(page) for page in pages.lines) > 3


def test_text_goes_on_beside_a_tall_picture(pages: Pages) -> None:
    """A tall picture that does not fit leaves no empty half of a page; a low one stands where it is in the text."""
    (words,) = pages.having("Words after the tall one")["Words after the tall one"]
    (picture,) = pages.having("The tall picture")["The tall picture"]
    assert picture == words + 1
    text = "\n".join("\n".join(page) for page in pages.lines)
    order = [text.index(f"{words} low") for words in ("The", "Words after the")]
    assert order == sorted(order)


def test_a_picture_that_is_taller_than_a_page_is_made_to_fit(pages: Pages) -> None:
    """Nothing of it is cut off, and its caption stands below it."""
    (number,) = pages.having("Taller than a page")["Taller than a page"]
    heights = dict(pages.heights[number])
    caption = next(height for text, height in heights.items() if "Taller" in text)
    assert 60 < caption < heights["J"] < heights["Q"] < 842 - 40


def test_characters_of_a_line(pages: Pages) -> None:
    """A full line of text has 60 to 75 characters in the mean, as typographers advise, and none has many more."""
    text = [page for page in pages.lines if "line_" in "".join(page)]  # not that of tables
    lengths = [len(line.strip()) for page in text for line in page if "birds" in line]
    full = [length for length in lengths if length > 50]  # not the last line of a paragraph
    assert len(full) > 100
    assert 60 <= sum(full) / len(full) <= 75
    assert max(full) <= 85


def test_documents_within_a_chapter(pages: Pages) -> None:
    """A document within a chapter is in the contents and in the running heads."""
    contents = [line for page in pages.lines[:7] for line in page]
    at = min(pages.having("Inner document\nA sentence")["Inner document\nA sentence"])
    assert any(re.search(rf"Inner document[ .]*{at + 1}$", line) for line in contents)
    heads = [page[0] for page in pages.lines[at + 1 :] if page]
    assert "Inner document" in heads
    assert "Section of the chapter" not in heads


def test_titles_break_between_clauses(pages: Pages) -> None:
    """A line of a large title ends after a comma or a colon, where there is one."""
    shown = [[line.strip() for line in page[:2]] for page in pages.lines]
    assert shown[2] == ["A Book about Herons,", "One of Them at a Time"]
    assert ["Part one. Of two clauses:", "after a colon"] in shown

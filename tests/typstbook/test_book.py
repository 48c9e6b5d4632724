"""The PDF of a project with every construct (the folder ``project`` beside this file)."""

from __future__ import annotations

import importlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from contrast import contrast
from docutils import nodes
from sphinx import addnodes
from sphinx.testing.util import SphinxTestApp
from typstbook.writer import TypstTranslator

PROJECT = Path(__file__).parent / "project"
# MyST Parser 5.2 uses what Sphinx 11 will not have; the project has a page in Markdown.
pytestmark = pytest.mark.filterwarnings("ignore:'myst_parser")
EPOCH = "1790000000"  # 2026-09-21


@dataclass
class Book:
    """The project, made once for this module."""

    app: SphinxTestApp
    warnings: str
    typ: str
    pdf: pypdf.PdfReader
    pages: list[str]  # the text of each, lines joined
    text: str

    def page(self, words: str) -> int:
        """Return the number of the page, from 1, on which ``words`` stand first; fail if nowhere."""
        for number, page in enumerate(self.pages, 1):
            if words in page:
                return number
        pytest.fail(f"{words!r} stands on no page")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Build the project: first for HTML, as nox does, so that the PDF is made from the same doctrees."""
    folder = tmp_path_factory.mktemp("book")
    shutil.copytree(PROJECT, folder / "docs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        web = SphinxTestApp("dummy", srcdir=folder / "docs", builddir=folder / "build")
        web.build()
        web.cleanup()
        app = SphinxTestApp("typst", srcdir=folder / "docs", builddir=folder / "build")
        app.build()
        out = Path(app.outdir)
        pdf = pypdf.PdfReader(out / "kitchen-sink.pdf")
        typ = (out / "typst" / "kitchen-sink.typ").read_text(encoding="utf-8")
        pages = [" ".join(p.extract_text().split()) for p in pdf.pages]
        warnings = web.warning.getvalue() + app.warning.getvalue()
        yield Book(app, warnings, typ, pdf, pages, " ".join(pages))
        app.cleanup()


def test_no_warning(book: Book) -> None:
    """Every node of the project has a rule."""
    assert book.warnings == ""


def test_nothing_read_again(book: Book) -> None:
    """The doctrees that another builder left are used."""
    assert "0 added, 0 changed, 0 removed" in re.sub(
        r"\x1b\[[0-9;]*m", "", book.app.status.getvalue()
    )


def test_text_in_order(book: Book) -> None:
    """What the sources say is on paper, in the order of the sources."""
    at = book.text.index("Words of the root document")
    for words in (
        "A chapter before the first part",
        "Words and lines",
        "stressed words",
        "# $ * _ ` < > @ [ ] ~ = - + / \\ and http://not.a.link, #let x = [y]",
        "accents é ü ß ñ",
        "Chinese 中文网络框架 and 中文, Japanese かな, emoji 🐍",
        "WSGI (Web Server Gateway Interface) and again WSGI, environ",
        "Text of the fifth level.",
        "inside two",
        "a loose item",
        "iv. roman four",
        "term two (classifier)",
        "a field with",
        "--long=VALUE",
        "an indented line",
        "start_response The callable that takes",
        'return "highlighted as Python"',
        "A caption with code in it",
        "9 for number in range(3):",
        "Listening on http://127.0.0.1:8000",
        "a prompt with words",
        "LINE_120 = 120",
        "What follows the script",
        "spans two columns",
        "Donaudampfschifffahrts",
        "turned left turned right",
        "row 70 4900",
        "A note with emphasis.",
        "Something to do.",
        "Solution Shown open on paper.",
        "The caption of the plan.",
        "The legend of the plan.",
        "— Its author",
        "The sidebar\u2019s title and its subtitle The text of the sidebar.",
        "The text of the topic.",
        "A rubric",
        "Only in the PDF.",
        "Raw Typst.",
        "handle(request, *, timeout=3) → Response",
        "Donald Knuth, Literate Programming",
        "Linux Words for Linux. Windows Words for Windows.",
        'PYTHON tabbed = "in Python" JAVASCRIPT const tabbed',
        "The head of the card The title of a card The text of the card. The foot of the card",
        "The first card Words of the first.",
        "The second card Words of the second.",
        "No card.",
        "The title of a dropdown What a dropdown hides, and a badge with an icon.",
        "A dropdown without a title.",
        "Words of a button",
        "Question 1. What does a server hand to an application?",
        "Exercise 1: count the bytes Count what is on the wire. Hint Look at the head.",
        "The end of the exercises.",
        'print("from Markdown")',
        "a quotation",
        "Answers Exercises",
        "The environ, a dictionary.",
        "There are many, as",
        "print(len(wire))",
    ):
        found = book.text.find(words, at)
        assert found >= 0, f"{words!r} does not follow {book.text[at : at + 60]!r}"
        at = found


@pytest.mark.parametrize(
    "words", ["Only in HTML", "Raw HTML", "A comment that is shown nowhere", "kitchen-sink.typ"]
)
def test_not_on_paper(book: Book, words: str) -> None:
    """What is for another format, or for nobody, is left out."""
    assert words not in book.text


def test_number_of_pages(book: Book) -> None:
    """The number of pages is what it was. If you meant to change it, look at the pages, then change it here."""
    assert len(book.pages) == 41


def test_front_matter(book: Book) -> None:
    """Half title, an empty page, title page, imprint, contents."""
    half, empty, title, imprint, contents = book.pages[:5]
    assert half == "Kitchen Sink"
    assert empty == ""
    assert title.startswith("Kitchen Sink Every construct in one place A. Writer")
    assert "Release 1.2, 2026-09-21 © 2026, A. Writer Set for the tests." in imprint
    assert contents.startswith("Contents")


def test_chapters_open_on_the_right(book: Book) -> None:
    """Parts and chapters begin on odd pages; what is empty before them has neither head nor number."""
    opening = [page for depth, _, page in outline(book) if depth == 0]
    titles = ["Inline", "Lists", "Code", "Tables", "Blocks", "Components", "Exercises"]
    titles += ["Notes in Markdown"]
    opening += [page for _, title, page in outline(book) if title in titles]
    assert [page for page in opening if page % 2 == 0] == []
    empty = [number for number, page in enumerate(book.pages, 1) if not page]
    assert len(empty) > 5
    assert {page + 1 for page in empty[2:]} <= set(opening)


def test_running_heads(book: Book) -> None:
    """The chapter stands above left-hand pages, the section or chapter above right-hand ones; numbers below all."""
    first = book.page("A listing longer than a page")
    assert book.pages[first].startswith("Code Listing 3")
    assert book.pages[first + 1].startswith("Code Listing 3")
    assert book.pages[book.page("a field with")].startswith("Lists ")
    numbered = [page for page in enumerate(book.pages, 1) if page[1]][3:]
    assert [number for number, page in numbered if not re.search(rf"(^|\s){number}$", page)] == []
    assert [page for page in book.pages if page.startswith("Code Code")] == []


def test_long_listings_say_so_again(book: Book) -> None:
    """A listing that breaks has its caption on each further page, with a word that it goes on."""
    first = book.page("A listing longer than a page")
    again = "Listing 3 A listing longer than a page (continued)"
    assert [n for n, page in enumerate(book.pages, 1) if again in page] == [first + 1, first + 2]
    assert book.text.count("(continued)") == 2


def test_prompts_are_drawn(book: Book) -> None:
    """What somebody copies from a terminal is the command, without its prompt; a screen reader is told of it."""
    assert "python one_request.py 8000" in book.text
    assert "$ python" not in book.text
    assert ">>>" not in book.text
    assert "... print" not in book.text
    words = [str(item["/Alt"]) for item in tags(book) if "/Alt" in item]
    assert {"$", ">>>", "..."} <= set(words)
    assert words.count(">>>") == 2


def links_of(book: Book, page: int) -> set[int]:
    """Return the numbers of the pages that the links on ``page`` lead to."""
    found = set()
    for reference in book.pdf.pages[page - 1].get("/Annots", ()):
        action = reference.get_object().get("/A", reference.get_object())
        place = action.get("/D", action.get("/Dest"))
        if isinstance(place, str):
            place = book.pdf.named_destinations[place].dest_array
        if place is not None:
            found.add(book.pdf.get_page_number(place[0].get_object()) + 1)
    return found


def test_answers_at_the_back(book: Book) -> None:
    """Solutions stand in a chapter of their own; a link leads there, and one leads back."""
    exercise, answer = (
        book.page("Count what is on the wire."),
        book.page("The environ, a dictionary."),
    )
    assert f"→ Solution, page {answer}" in book.pages[exercise - 1]
    assert f"→ Answer, page {answer}" in book.pages[exercise - 1]
    assert f"Question 1 ← page {exercise}" in book.pages[answer - 1]
    assert f"Exercise 1: count the bytes ← page {exercise}" in book.pages[answer - 1]
    assert "There are many" not in book.pages[exercise - 1]
    assert answer in links_of(book, exercise)
    assert exercise in links_of(book, answer)
    assert ("Answers", answer) in [(title, page) for _, title, page in outline(book)]


def test_wide_tables_turn(book: Book) -> None:
    """A table that fits nowhere else, or whose author says so, has a page on its side; others stay upright."""
    boxes = [page.mediabox for page in book.pdf.pages]
    turned = [n for n, box in enumerate(boxes, 1) if box.width > box.height]
    assert turned == [book.page("Table 3 A table that turns"), book.page("turned left")]
    assert book.page("a_long_ name_8") not in turned


def test_downloads_are_footnotes(book: Book) -> None:
    """What can be downloaded on the site has its address at the foot of the page."""
    assert re.search(r"\dbooks\.example/sink/_downloads/[0-9a-f]+/plan\.svg", book.text)


def test_numbers_and_pages_of_references(book: Book) -> None:
    """Numbers are Sphinx's, and a reference names the page its target is on."""
    there = book.page("The caption of the plan.")
    assert f"Fig. 1 (page {there})" in book.text
    assert re.search(rf"Listing 1 \(page {book.page('A caption with code in it')}\)", book.text)
    assert f"a document (page {book.page('A block by a double colon')})" in book.text
    assert "(1.1)" in book.text  # the equation, and the reference to it


def outline(book: Book) -> list[tuple[int, str, int]]:
    """Return the bookmarks: depth, words, number of the page."""

    def walk(items: list, depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            else:
                yield depth, item.title, book.pdf.get_destination_page_number(item) + 1

    return list(walk(book.pdf.outline, 0))


def test_bookmarks(book: Book) -> None:
    """Parts hold chapters, chapters hold sections, each leading to its page."""
    found = outline(book)
    words = [(depth, title) for depth, title, _ in found]
    assert words[:3] == [(0, "Kitchen Sink"), (0, "Preface"), (0, "Words and lines")]
    assert (1, "Inline") in words
    assert (2, "A section with a target") in words
    assert words[-1] == (0, "Index")
    pages = {title: page for _, title, page in found}
    assert pages["Tables"] == book.page("A table with a caption")


def test_contents(book: Book) -> None:
    """The contents name the pages of chapters and sections."""
    contents = book.pages[4]
    assert contents.startswith("Contents")
    for title, words in (
        ("Code", "A block by a double colon"),
        ("A section in Markdown", "a quotation"),
    ):
        pattern = rf"{title}[ .]+{book.page(words)}\b"
        assert re.search(pattern, contents), f"{pattern} is not in {contents}"


def test_links_resolve(book: Book) -> None:
    """Each link inside leads to a place in the book, each one outside to an address."""
    inside = outside = 0
    for page in book.pdf.pages:
        for reference in page.get("/Annots", ()):
            note = reference.get_object()
            if note.get("/Subtype") != "/Link":
                continue
            action = note.get("/A", {})
            if "/URI" in action:
                outside += 1
                assert action["/URI"].startswith(("https://", "mailto:"))
            else:
                inside += 1
                place = note.get("/Dest", action.get("/D"))
                named = place in book.pdf.named_destinations if isinstance(place, str) else place
                assert named, f"a link leads to {place}, which is nowhere"
    assert inside > 50
    assert outside >= 5


def test_document_properties(book: Book) -> None:
    """Title, author, description and keywords, the date of SOURCE_DATE_EPOCH."""
    about = book.pdf.metadata
    assert about.title == "Kitchen Sink"
    assert about.author == "A. Writer"
    assert about.subject == "A document for tests."
    assert about["/Keywords"] == "tests, Typst"
    assert about["/CreationDate"].startswith("D:20260921")


def test_tagged_for_screen_readers(book: Book) -> None:
    """The PDF is tagged, names its language, and says that it is PDF/UA-1."""
    root = book.pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert "/StructTreeRoot" in root
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def tags(book: Book) -> list[dict]:
    """Return every element of the structure tree."""
    found = []
    todo = [book.pdf.trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        item = todo.pop().get_object()
        if isinstance(item, list):
            todo += item
        elif isinstance(item, dict):
            if "/S" in item:
                found.append(item)
            if "/K" in item:
                todo.append(item["/K"])
    return found


def test_structure(book: Book) -> None:
    """Lists, tables, code, figures and notes are tagged as what they are; pictures have their words."""
    found = tags(book)
    kinds = {str(item["/S"]) for item in found}
    assert {
        "/H1",
        "/H2",
        "/H3",
        "/L",
        "/LI",
        "/Table",
        "/TH",
        "/TD",
        "/Code",
        "/Link",
        "/Note",
        "/Figure",
    } <= kinds
    words = {str(item["/Alt"]) for item in found if "/Alt" in item}
    assert "A client is joined by a line to a circle." in words
    assert any("frac{c}{d}" in w for w in words)  # a formula's are its source


def test_fonts_are_embedded(book: Book) -> None:
    """Every font of the PDF travels in it."""
    names = set()
    for page in book.pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for part in font.get_object().get("/DescendantFonts", [font]):
                about = part.get_object()["/FontDescriptor"]
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(about)
                names.add(re.split(r"[-+]", str(about["/FontName"]))[1])
    ours = {"LibertinusSerif", "LinBiolinumO", "LinBiolinumOB", "JetBrainsMono", "NewCMMath"}
    assert names == ours | {"NotoSansSC", "NotoEmoji", "DejaVuSansMono"}


def test_long_blocks_break_without_an_empty_page(book: Book) -> None:
    """A listing and a table longer than a page begin below their captions and fill the pages."""
    first = book.page("A listing longer than a page")
    assert "LINE_01 = 1" in book.pages[first - 1]
    assert book.page("LINE_120 = 120") == first + 2
    first = book.page("A table longer than a page")
    assert "row 1 1" in book.pages[first - 1]
    assert "Number Square" in book.pages[first]  # the head is repeated


def test_long_lines_are_cut_within_the_page(book: Book) -> None:
    """A line of code that is too long goes on below; nothing is lost and nothing leaves the paper."""
    assert "WSGIEnvironment" in book.text
    assert "# a comment that runs over the edge of the page" in book.text
    width = float(book.pdf.pages[0].mediabox.width)
    for page in book.pdf.pages:
        xs: list[float] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_, xs=xs: xs.append(tm[4] if text.strip() else 0)
        )
        assert max(xs, default=0) < width - 60


def test_colours_and_marks_of_code(book: Book) -> None:
    """Colours come from Pygments, in a style of 7:1 contrast; emphasised lines are marked."""
    assert re.search(
        r'#let looks = \(\n(  s\d+: text\.with\(fill: rgb\("#[0-9a-f]{6}"\).*\n)+\)', book.typ
    )
    assert "marked: (2, 4, 5, )" in book.typ
    assert book.typ.count('kind: "transcript"') == 4  # the container, pycon, with words, doctest


def test_one_pass_for_each_block(book: Book) -> None:
    """The number of listings in the source is that of the project: none is written twice."""
    assert book.typ.count("#listing(") == 15


def test_places_in_the_source(book: Book) -> None:
    """Blocks say where they come from, by a path that is the same on every machine."""
    lines = (PROJECT / "lists.rst").read_text(encoding="utf-8").split("\n")
    line = lines.index("- a bullet") + 1
    assert f"// @lists.rst:{line}\n" in book.typ
    assert str(book.app.srcdir) not in book.typ


def test_index(book: Book) -> None:
    """The index leads to the pages of its entries."""
    index = book.pages[-1]
    assert index.startswith("Index")
    page = book.page("An entry of the index")
    assert re.search(rf"gateway WSGI {page}\b", index)
    assert re.search(rf"server client {page}\b", index)
    assert re.search(rf"environ {book.page('The dictionary a server hands')}\b", index)


def test_a4(book: Book) -> None:
    """The paper is A4 (ISO 216: 210 mm by 297 mm) unless asked otherwise."""
    box = book.pdf.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)


def test_nothing_to_do_the_second_time(book: Book) -> None:
    """The PDF is not outdated until something it is made from changes."""
    builder = book.app.builder
    assert builder.get_outdated_docs() == []
    book.app.config.typst_paper = "us-letter"
    assert builder.get_outdated_docs() == "the book"
    book.app.config.typst_paper = "a4"
    assert builder.get_outdated_docs() == []
    doctree = Path(book.app.doctreedir) / "lists.doctree"
    made = builder.pdf.stat().st_mtime
    os.utime(doctree, (made + 10, made + 10))
    assert builder.get_outdated_docs() == "the book"
    os.utime(doctree, (made - 10, made - 10))


def test_same_bytes_elsewhere(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made in another folder from the same sources at the same SOURCE_DATE_EPOCH, the PDF is the same."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    shutil.copytree(PROJECT, tmp_path / "other")
    app = SphinxTestApp("typst", srcdir=tmp_path / "other", builddir=tmp_path / "elsewhere")
    app.build()
    app.cleanup()
    assert app.builder.pdf.read_bytes() == book.app.builder.pdf.read_bytes()


# Classes without a rule of their own. The rule of what holds them takes them, or a transform of Sphinx has
# replaced them before a builder sees them.
TAKEN = {
    "docinfo": "author organization address contact version revision status date copyright authors",
    "option_group": "option option_string option_argument",
    "table": "tgroup thead tbody row entry",
    "productionlist": "production",
    "": "only pending_xref_condition translatable _desc_classes_injector BuildsOnMap Schedule",
}


def node_classes() -> list[type[nodes.Node]]:
    """Return every class of node that docutils, Sphinx and our extensions have."""
    modules = [nodes, addnodes]
    folder = Path(__file__).parents[2] / "docs" / "_ext"
    modules += [importlib.import_module(path.stem) for path in sorted(folder.glob("*.py"))]
    found = [
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, nodes.Node)
        and kind.__module__ == module.__name__
    ]
    # docutils has mixed in what its nodes have in common: these begin with a capital, but for Text.
    return [
        k
        for k in found
        if k is nodes.Text or k.__module__ != "docutils.nodes" or k.__name__.islower()
    ]


def test_every_node_has_a_rule() -> None:
    """No class of node is without a rule, its own or that of a class above it."""
    assert all(hasattr(TypstTranslator, f"visit_{holder}") for holder in TAKEN if holder)
    taken = " ".join(TAKEN.values()).split()
    lacking = [
        kind.__name__
        for kind in node_classes()
        if not any(hasattr(TypstTranslator, f"visit_{above.__name__}") for above in kind.__mro__)
    ]
    assert sorted(lacking) == sorted(taken)


def test_contrast_of_colours(book: Book) -> None:
    """Text has a contrast of 7:1 against all it may stand on: white, the tint of code, marked lines."""
    design = (book.app.builder.folder / "book.typ").read_text(encoding="utf-8")
    named = dict(re.findall(r'#let ([\w-]+) = rgb\("(#[0-9a-f]{6})"\)', design))
    grounds = ["#ffffff", named["paper-tint"], named["mark-colour"], named["transcript-tint"]]
    texts = {named[name] for name in ("ink", "muted", "accent")}
    texts |= set(re.findall(r's\d+: text\.with\(fill: rgb\("(#[0-9a-f]{6})"', book.typ))
    texts |= set(re.findall(r'(?:tip|important|warning|danger): rgb\("(#[0-9a-f]{6})"', design))
    assert len(texts) > 8
    low = [(t, g) for t in sorted(texts) for g in grounds if contrast(t, g) < 7]
    assert low == []

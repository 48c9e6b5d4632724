"""The EPUB: what is in it, that all of it holds together, and that the same sources give the same bytes.

epubcheck, the checker of the standard, needs Java, which the locks cannot bring; docs/contributing/epub.md says how to
run it. The rules that a book like this one could break are checked here and in each build (docs/_ext/epubbook).
"""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from contrast import contrast
from docutils import nodes
from docutils.utils import new_document
from epubbook import check, drawings, pages
from epubbook.builder import code_colours
from epubbook.components import OpenComponents
from pygments.styles import get_style_by_name
from sphinx.errors import ExtensionError

ROOT = Path(__file__).resolve().parent.parent
X = f"{{{pages.XHTML}}}"
OPF = "{http://www.idpf.org/2007/opf}"
PIXEL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path class="pic-line" d="M0 0h9" '
    'stroke="#3d454e"/></svg>'
)

FILES = {
    "docs/index.rst": """
        The book
        ########

        Its first words.

        .. toctree::
           :caption: Part I & more
           :hidden:

           one
           two

        .. toctree::
           :caption: At the end
           :hidden:

           genindex
           glossary
        """,
    "docs/one.rst": """
        One
        ###

        .. toctree::

           deep/three

        A section
        =========

        See :ref:`the answer's listing <in-answer>` and :doc:`deep/three`. A note [1]_.

        .. [1] The text of the note, with :term:`WSGI`.

        .. index:: socket

        .. code-block:: python
           :emphasize-lines: 2

           def f():
               return "a string"

               # the end

        .. list-table:: Three columns
           :header-rows: 1

           * - Symptom
             - Cause
             - Cure
           * - it hangs
             - a lock
             -

        .. admonition:: Exercise 1: *count*
           :class: exercise
           :name: exercise-count

           Count them.

           .. admonition:: Solution
              :class: solution
              :name: the-solution

              Two, see [1]_, :doc:`two`, `below <#a-section>`_ and :ref:`the task <exercise-count>`.

              .. code-block:: python
                 :caption: solution.py
                 :name: in-answer

                 print(2)

              .. image:: drawn.svg
                 :alt: A line.

        .. container:: question

           **Question 1.** Why?

           .. admonition:: Answer
              :class: answer

              Because.
        """,
    "docs/two.rst": """
        Two
        ###

        Words about :math:`a^2`.

        .. math::

           \\frac{a}{b}

        .. figure:: drawn.svg
           :alt: A line.

           A picture.

        See :ref:`in-answer` and :ref:`the solution <the-solution>`.
        """,
    "docs/deep/three.rst": "Three\n#####\n\n.. image:: /plain.png\n   :alt:\n\nWords.\n",
    "docs/glossary.rst": "Glossary\n########\n\n.. glossary::\n\n   WSGI\n      A contract.\n",
    "docs/drawn.svg": PIXEL,
    "docs/palette.css": """
        @media (prefers-color-scheme: dark) {
          body { --line: #aab2ba; }
        }
        .picture .pic-line { fill: none; stroke: var(--line); }
        """,
    "docs/_static/epub.css": "img { background: url('ground.png'); }\n",
    "docs/_static/unused.css": "p {}\n",
}
SETTINGS = {
    "extensions": ["epubbook", "answers"],
    "builder": "epub",
    "author": "A. Writer",
    "version": "1",
    "copyright": "2026, A. Writer",
    "epub_basename": "book",
    "epub_uid": "book",
    "epub_identifier": "book",
    "epub_description": "A <small> book.",
    "epub_title": "The book",
    "epub_css_files": ["epub.css"],
    "epub_cover": ("_static/cover.png", "epub-cover.html"),
    "epub_show_urls": "no",
    "epub_tocdepth": 1,
    "epub_pygments_dark_style": "a11y-high-contrast-dark",
    "epub_picture_colours": "palette.css",
    "epub_accessibility_summary": "All pictures & formulas can be read.",
    "pygments_style": "a11y-high-contrast-light",
    "html_static_path": ["_static"],
    "answers_gather": ["solution", "answer"],
    "numfig": True,
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001"
    "f61738550000000049454e44ae426082"
)


@dataclass
class Book:
    """An EPUB, opened."""

    archive: ZipFile
    raw: bytes
    warnings: str

    def text(self, name: str) -> str:
        """Return the text of a file."""
        return self.archive.read(name).decode()

    def page(self, name: str) -> ET.Element:
        """Return a page, parsed."""
        return ET.fromstring(self.text(name))

    def pages(self) -> dict[str, ET.Element]:
        """Return all pages."""
        return {n: self.page(n) for n in self.archive.namelist() if n.endswith(".xhtml")}

    def spine(self) -> list[tuple[str, str | None]]:
        """Return the order of reading: paths, each with its ``linear``."""
        package = self.page("content.opf")
        hrefs = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
        return [(hrefs[i.get("idref")], i.get("linear")) for i in package.iter(f"{OPF}itemref")]


@pytest.fixture
def make(
    build: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Book]:
    """Return a function that makes an EPUB of FILES, changed by ``files``, and SETTINGS, changed by keywords."""
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", "1767225601"
    )  # 1 January 2026, one second past midnight
    (tmp_path / "docs" / "_static").mkdir(parents=True)
    for name in ("_static/cover.png", "_static/ground.png", "plain.png"):
        (tmp_path / "docs" / name).write_bytes(PNG)

    def run(files: Mapping[str, str] = {}, **settings: object) -> Book:
        built = build({**FILES, **files}, **{**SETTINGS, **settings})
        raw = (built.out / "book.epub").read_bytes()
        return Book(ZipFile(io.BytesIO(raw)), raw, built.warnings)

    return run


# The archive --------------------------------------------------------------------------------------


def test_the_archive_is_one(make: Callable[..., Book]) -> None:
    book = make()
    assert book.warnings == ""
    first, *others = book.archive.infolist()
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert book.raw[30:58] == b"mimetypeapplication/epub+zip", "no extra field before it"
    assert {entry.compress_type for entry in others} == {ZIP_DEFLATED}
    assert {entry.date_time for entry in book.archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
    names = book.archive.namelist()
    assert len(names) == len(set(names))
    assert 'full-path="content.opf"' in book.text("META-INF/container.xml")


def test_only_files_in_use_are_in_the_book(make: Callable[..., Book]) -> None:
    names = {n for n in make().archive.namelist() if not n.endswith(".xhtml")}
    assert names == {
        *("mimetype", "META-INF/container.xml", "content.opf", "toc.ncx"),
        *("_static/epub.css", "_static/pygments.css", "_static/cover.png", "_static/ground.png"),
        *("_images/drawn.svg", "_images/plain.png"),
    }


def test_two_builds_give_the_same_bytes_whatever_was_built_before(
    make: Callable[..., Book],
) -> None:
    one = make()
    again = make({"docs/two.rst": "Two\n###\n\n.. _in-two:\n\nOther words.\n"})
    assert again.raw != one.raw
    assert make().raw == one.raw


def test_without_a_date_the_book_is_of_today(
    make: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert make().archive.infolist()[0].date_time[0] >= 2026


# The package --------------------------------------------------------------------------------------


def test_the_package_names_each_file_once_and_orders_the_pages(make: Callable[..., Book]) -> None:
    book = make()
    items = [item.attrib for item in book.page("content.opf").iter(f"{OPF}item")]
    names = set(book.archive.namelist()) - {"mimetype", "META-INF/container.xml", "content.opf"}
    assert {item["href"] for item in items} == names
    assert len({item["id"] for item in items}) == len(items) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][\w.-]*", item["id"]) for item in items)
    assert book.spine() == [
        ("epub-cover.xhtml", None),
        ("index.xhtml", None),
        ("nav.xhtml", None),
        ("one.xhtml", None),
        ("deep/three.xhtml", None),
        ("two.xhtml", None),
        ("glossary.xhtml", None),
        ("answers/one.xhtml", None),
        ("genindex.xhtml", None),
    ]
    properties = {item["href"]: item["properties"] for item in items if "properties" in item}
    assert properties == {
        "nav.xhtml": "nav",
        "_static/cover.png": "cover-image",
        "two.xhtml": "mathml",
    }


def test_a_page_in_no_table_of_contents_is_outside_the_order(make: Callable[..., Book]) -> None:
    book = make({"docs/apart.rst": ":orphan:\n\nApart\n#####\n\nWords.\n"})
    assert book.spine()[-1] == ("apart.xhtml", "no")
    assert [linear for _, linear in book.spine()].count("no") == 1


def test_what_the_book_says_of_itself(make: Callable[..., Book]) -> None:
    package = make().text("content.opf")
    for part in (
        '<dc:identifier id="book">book</dc:identifier>',
        "<dc:title>The book</dc:title>",
        "<dc:description>A &lt;small&gt; book.</dc:description>",
        '<meta property="dcterms:modified">2026-01-01T00:00:01Z</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessModeSufficient">textual</meta>',
        '<meta property="schema:accessibilityFeature">alternativeText</meta>',
        '<meta property="schema:accessibilityFeature">MathML</meta>',
        '<meta property="schema:accessibilityFeature">index</meta>',
        '<meta property="schema:accessibilityHazard">none</meta>',
        "All pictures &amp; formulas can be read.</meta>",
    ):
        assert part in package
    assert "unknown" not in package


def test_contents_have_parts_and_end_with_answers_and_index(make: Callable[..., Book]) -> None:
    book = make()
    toc, landmarks = book.page("nav.xhtml").iter(f"{X}nav")
    top = [item[0] for item in toc.find(f"{X}ol")]
    assert [(e.tag.removeprefix(X), e.text) for e in top] == [
        ("a", "The book"),
        ("span", "Part I & more"),
        ("span", "At the end"),
        ("span", "Answers"),
        ("a", "Index"),
    ]
    links = [a.get("href") for a in toc.iter(f"{X}a")]
    assert "one.xhtml#a-section" not in links, "epub_tocdepth"
    assert links == [
        name for name, _ in book.spine() if name not in ("epub-cover.xhtml", "nav.xhtml")
    ]
    marks = {a.get(pages.TYPE): a.get("href") for a in landmarks.iter(f"{X}a")}
    assert marks == {
        "toc": "nav.xhtml#toc",
        "cover": "epub-cover.xhtml",
        "titlepage": "index.xhtml",
        "bodymatter": "one.xhtml",
        "glossary": "glossary.xhtml",
        "backmatter": "answers/one.xhtml",
        "index": "genindex.xhtml",
    }


def test_contents_for_older_readers_name_the_same_places(make: Callable[..., Book]) -> None:
    book = make()
    ncx = book.text("toc.ncx")
    sources = re.findall(r'<content src="([^"]+)"', ncx)
    links = re.findall(r'<a href="([^"]+)"', book.text("nav.xhtml"))
    assert list(dict.fromkeys(sources)) == links, "a part begins with its first page"
    assert '<meta name="dtb:uid" content="book"/>' in ncx
    assert '<meta name="dtb:depth" content="3"/>' in ncx


def test_a_book_needs_neither_cover_nor_index_nor_answers(make: Callable[..., Book]) -> None:
    book = make(
        epub_cover=(), epub_use_index=False, answers_gather=[], epub_pygments_dark_style=None
    )
    assert [name for name, _ in book.spine()][:2] == ["index.xhtml", "nav.xhtml"]
    names = book.archive.namelist()
    assert not {"genindex.xhtml", "epub-cover.xhtml", "answers/one.xhtml"} & set(names)
    assert "cover" not in book.text("content.opf")
    assert "prefers-color-scheme" not in book.text("_static/pygments.css")
    assert "Because." in book.text("one.xhtml")


# Pages --------------------------------------------------------------------------------------------


def test_every_page_holds_together(make: Callable[..., Book]) -> None:
    book = make()
    found = book.pages()
    for name, page in found.items():
        assert page.get("lang") == page.get(pages.XML_LANG) == "en", name
        assert (page.find(f"{X}head/{X}title").text or "").strip(), name
        for element in page.iter():
            assert element.tag not in (f"{X}script", f"{X}iframe"), name
            assert not [a for a in element.attrib if a.startswith("on")], name
            if element.tag == f"{X}img":
                assert element.get("alt") is not None, name
                assert not element.get("src").startswith("http"), name
    # The check that each build makes, on what was written.
    assert list(check.faults(found, set(book.archive.namelist()))) == []


def test_every_page_loads_the_styles_of_the_book_and_no_other(make: Callable[..., Book]) -> None:
    for name, page in make().pages().items():
        hrefs = [link.get("href") for link in page.iter(f"{X}link")]
        there = [posixpath.normpath(posixpath.join(posixpath.dirname(name), h)) for h in hrefs]
        assert there == ["_static/pygments.css", "_static/epub.css"], name


def test_the_cover_says_of_what(make: Callable[..., Book]) -> None:
    page = make().page("epub-cover.xhtml")
    assert page.find(f"{X}body").get(pages.TYPE) == "cover"
    assert next(page.iter(f"{X}img")).get("alt") == "Cover: The book"


def test_lines_of_code_can_be_told_apart(make: Callable[..., Book]) -> None:
    pre = next(make().page("one.xhtml").iter(f"{X}pre"))
    assert "".join(pre.itertext()) == 'def f():\n    return "a string"\n\n    # the end\n'
    lines = [(line.get("class"), "".join(line.itertext())) for line in pre]
    assert lines == [
        ("line", "def f():\n"),
        ("line hll in1", '    return "a string"\n'),
        ("line", "\n"),
        ("line in1", "    # the end\n"),
    ]
    assert [span.get("class") for span in pre[1].iter(f"{X}span")][1:]
    leads = [
        "".join(s.itertext()) for s in pre.iter(f"{X}span") if "lead" in s.get("class", "").split()
    ]
    assert leads == ["    r", "    #"]


@pytest.mark.parametrize(
    "inside", ['a <a href="x">link</a>\n', '<span class="k" id="one">x</span>\n']
)
def test_code_with_more_than_colours_in_it_stays(inside: str) -> None:
    text = f'<pre xmlns="{pages.XHTML}">{inside}</pre>'
    pre, before = ET.fromstring(text), ET.fromstring(text)
    pages.number_lines(pre)
    assert ET.tostring(pre) == ET.tostring(before)


def test_a_string_over_lines_keeps_its_colour_on_each() -> None:
    pre = ET.fromstring(
        f'<pre xmlns="{pages.XHTML}"><span class="hll"><span class="s">"a\n    b"</span>\n</span>c</pre>'
    )
    pages.number_lines(pre)
    assert [line.get("class") for line in pre] == ["line hll", "line hll in1", "line"]
    assert [span.text for span in pre.iter(f"{X}span") if span.get("class") == "s"] == [
        '"a\n',
        "    b",
        '"',
    ]
    assert "".join(pre.itertext()) == '"a\n    b"\nc'


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("examples/week02/exercise.py", ["examples/", "week02/", "exercise.", "py"]),
        ("__init__(self, value=None)", ["__init__(self, value=", "None)"]),
        ("exc_info", ["exc_info"]),
    ],
)
def test_a_long_name_in_code_may_end_a_line_after_its_signs(name: str, pieces: list[str]) -> None:
    span = ET.fromstring(f'<span xmlns="{pages.XHTML}" class="pre">{name}</span>')
    pages.allow_breaks(span)
    assert [span.text, *(child.tail for child in span)] == pieces
    assert {child.tag for child in span} <= {f"{X}wbr"}
    assert "".join(span.itertext()) == name


def test_paths_of_listings_may_end_a_line(make: Callable[..., Book]) -> None:
    page = make({"docs/two.rst": "Two\n===\n\n``a/path/of/some/length``\n"}).page("two.xhtml")
    assert len(list(page.iter(f"{X}wbr"))) == 4


def test_cells_of_a_wide_table_know_their_heads(make: Callable[..., Book]) -> None:
    table = next(t for t in make().page("one.xhtml").iter(f"{X}table"))
    assert "stacked" in table.get("class").split()
    cells = list(table.find(f"{X}tbody").iter(f"{X}td"))
    assert [cell.get("data-label") for cell in cells] == ["Symptom", "Cause", "Cure"]
    assert ["empty" in cell.get("class", "").split() for cell in cells] == [False, False, True]
    assert {cell.get("role") for cell in cells} == {"cell"}
    assert {c.get("role") for c in table.iter(f"{X}th")} == {"columnheader"}
    assert {c.get("scope") for c in table.iter(f"{X}th")} == {"col"}


@pytest.mark.parametrize(
    "rows",
    [
        "<thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody>",
        "<tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody>",
        "<thead><tr><th>a</th><th>b</th><th>c</th></tr></thead>"
        '<tbody><tr><td colspan="2">1</td><td>3</td></tr></tbody>',
    ],
    ids=["narrow", "headless", "with a span"],
)
def test_other_tables_stay_tables(rows: str) -> None:
    table = ET.fromstring(f'<table xmlns="{pages.XHTML}">{rows}</table>')
    pages.label_cells(table)
    assert "class" not in table.attrib
    assert "data-label" not in ET.tostring(table, encoding="unicode")


def test_footnotes_are_marked_for_reading_systems(make: Callable[..., Book]) -> None:
    page = make().page("one.xhtml")
    types = [element.get(pages.TYPE) for element in page.iter() if element.get(pages.TYPE)]
    assert "noteref" in types
    assert "footnote" in types


def test_formulas_are_mathml(make: Callable[..., Book]) -> None:
    page = make().page("two.xhtml")
    inline, block = page.iter(f"{{{pages.MATHML}}}math")
    assert block.get("display") == "block"
    assert "".join(inline.itertext()).split() == ["a", "2"]


@pytest.mark.parametrize("formula", [r"\nosuch{a}", r"a \\nosuch{a}"], ids=["unknown", "two rows"])
def test_a_formula_that_cannot_be_set_stays_as_text_with_a_warning(
    make: Callable[..., Book], formula: str
) -> None:
    book = make({"docs/two.rst": f"Two\n###\n\nWords, :math:`{formula}`.\n"})
    assert re.search(r"two\.rst:4: WARNING: the formula cannot be set", book.warnings)
    assert formula in "".join(book.page("two.xhtml").itertext())


# Answers ------------------------------------------------------------------------------------------


def test_answers_are_at_the_back_with_links_both_ways(make: Callable[..., Book]) -> None:
    book = make()
    page, answers = book.page("one.xhtml"), book.page("answers/one.xhtml")
    assert "Because." not in book.text("one.xhtml")
    assert "print(2)" not in "".join(page.itertext())
    there = [
        (a.text, a.get("href"))
        for p in page.iter(f"{X}p")
        if p.get("class") == "see-answer"
        for a in p
    ]
    assert there == [
        ("Solution: see “Answers”, at the back", "answers/one.xhtml#answer-1"),
        ("Answer: see “Answers”, at the back", "answers/one.xhtml#answer-2"),
    ]
    back = [("".join(h.itertext()), h[0].get("href")) for h in answers.iter(f"{X}h2")]
    assert back == [
        ("Exercise 1: count", "../one.xhtml#exercise-count"),
        ("Question 1. Why?", "../one.xhtml#answered-2"),
    ]
    assert "".join(answers.find(f".//{X}h1").itertext()) == "Answers: One"
    assert "Because." in "".join(answers.itertext())


def test_links_from_an_answer_and_to_its_inside_lead_where_they_led(
    make: Callable[..., Book],
) -> None:
    book = make()
    answers = book.page("answers/one.xhtml")
    links = [a.get("href") for a in answers.iter(f"{X}a")]
    assert "../two.xhtml" in links
    assert "../one.xhtml#a-section" in links
    assert any(re.fullmatch(r"\.\./one\.xhtml#(id|footnote-)\S+", link) for link in links), (
        "footnote"
    )
    assert next(answers.iter(f"{X}img")).get("src") == "../_images/drawn.svg"
    for name in ("one.xhtml", "two.xhtml"):
        hrefs = [a.get("href") for a in book.page(name).iter(f"{X}a")]
        assert "answers/one.xhtml#in-answer" in hrefs
    assert "answers/one.xhtml#the-solution" in hrefs
    assert "Listing 1" in book.text("answers/one.xhtml")


def test_answers_of_the_site_stay_where_they_are(build: Callable[..., object]) -> None:
    built = build(
        {"docs/index.rst": "Book\n####\n\n.. container:: answer\n\n   Because.\n"},
        extensions=["answers"],
        answers_gather=["solution", "answer"],
    )
    assert "Because." in built.text("index.html")


def test_an_answer_within_an_answer_stays_in_it(make: Callable[..., Book]) -> None:
    nested = "Two\n###\n\n.. container:: answer\n\n   Outer.\n\n   .. container:: answer\n\n      Inner.\n"
    answers = make({"docs/two.rst": nested}).page("answers/two.xhtml")
    assert len(list(answers.iter(f"{X}h2"))) == 1
    assert "Inner." in "".join(answers.itertext())


# Colours ------------------------------------------------------------------------------------------


def test_pictures_bring_their_ground_for_light_and_dark(make: Callable[..., Book]) -> None:
    svg = make().text("_images/drawn.svg")
    ET.fromstring(svg)
    assert '<rect class="ground" x="0" y="0" width="40" height="20" fill="#ffffff"/>' in svg
    assert ".pic-line{fill: none; stroke: #aab2ba;}" in svg
    assert "@media (prefers-color-scheme:dark)" in svg


@pytest.mark.parametrize("svg", [PIXEL.replace("pic-line", "other"), PIXEL.replace("viewBox", "x")])
def test_other_pictures_stay_as_they_are(svg: str) -> None:
    assert drawings.with_ground(svg, ".pic-line{stroke: #fff}") == svg


@pytest.mark.parametrize(
    ("palette", "says"),
    [
        ("p {}", "it has no variables in `@media"),
        (
            "@media (prefers-color-scheme: dark) { body { --a: #fff; } }\n.picture .b { fill: var(--c); }",
            "it uses --c, which has no value for dark",
        ),
    ],
)
def test_a_palette_without_dark_is_an_error(
    make: Callable[..., Book], palette: str, says: str
) -> None:
    with pytest.raises(
        ExtensionError, match=f"epub_picture_colours names palette.css, but {re.escape(says)}"
    ):
        make({"docs/palette.css": palette})


def test_a_palette_that_is_missing_is_an_error(make: Callable[..., Book]) -> None:
    with pytest.raises(
        ExtensionError, match=r"epub_picture_colours names no\.css, but .*No such file"
    ):
        make(epub_picture_colours="no.css")


def test_every_colour_of_code_can_be_read_in_light_and_dark() -> None:
    css = (ROOT / "docs" / "_static" / "epub.css").read_text(encoding="utf-8")
    code = code_colours(*(get_style_by_name(f"a11y-high-contrast-{m}") for m in ("light", "dark")))
    media = "@media (prefers-color-scheme: dark)"
    for tokens, style in zip(code.split(media), css.split(media), strict=True):
        grounds = re.findall(r"background: (#[0-9a-f]{6})", style)
        inks = set(re.findall(r"(?<![\w-])color: (#[0-9A-Fa-f]{6})", tokens))
        assert len(grounds) == 2, "code, and emphasised lines"
        assert len(inks) > 5
        low = {(i, g) for i in inks for g in grounds if contrast(i, g) < 7}
        assert low == set()


def test_the_style_of_the_book_sets_no_ground_without_its_ink() -> None:
    css = (ROOT / "docs" / "_static" / "epub.css").read_text(encoding="utf-8")
    inked = set()
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        names = {name.strip() for name in selectors.split(",")}
        if re.search(r"background: #", body) and not re.search(r"(?<![\w-])color: ", body):
            assert names == {"pre .hll"}, "which lies in pre, and takes its ink"
        inked |= names
    assert "pre" in inked


# What an EPUB must not have -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<script>x</script>", "<script> is not for an e-reader"),
        ('<p onclick="x">y</p>', "the attribute onclick of <p> is a script"),
        ('<img src="_images/drawn.svg"/>', "the picture _images/drawn.svg has no alternative text"),
        ('<img alt="" src="https://example.org/x.png"/>', "x.png would be fetched from elsewhere"),
        (
            '<a href="gone.html">x</a>',
            "the link 'gone.html' leads to a file that is not in the book",
        ),
        ('<a href="one.xhtml#gone">x</a>', "leads to a place that is not on one.xhtml"),
        ('<b id="twice"/><b id="twice"/>', "the id 'twice' stands twice on the page"),
        (
            '<svg xmlns="http://www.w3.org/2000/svg"/>',
            "a picture written into the page has no aria-label",
        ),
    ],
)
def test_a_fault_is_a_warning_with_its_page(
    make: Callable[..., Book], html: str, says: str
) -> None:
    book = make(
        {
            "docs/two.rst": f"Two\n###\n\n.. image:: drawn.svg\n   :alt: x\n\n.. raw:: html\n\n   {html}\n"
        }
    )
    (warning,) = book.warnings.splitlines()
    assert re.search(r"docs/two\.rst:.*WARNING: ", warning)
    assert says in warning


def test_html_that_is_not_closed_is_an_error_with_its_page(make: Callable[..., Book]) -> None:
    page = "Two\n###\n\n.. raw:: html\n\n   <p>never closed\n"
    with pytest.raises(
        ExtensionError, match=r"docs/two\.rst: the page is not well-formed XML .*raw:: html"
    ):
        make({"docs/two.rst": page})


def test_what_folds_is_open(make: Callable[..., Book]) -> None:
    text = """
        Two
        ###

        .. admonition:: Folded
           :collapsible: closed

           Words.
        """
    (details,) = make({"docs/two.rst": text}).page("two.xhtml").iter(f"{X}details")
    assert details.get("open")


def test_tabs_and_dropdowns_lose_the_mark_that_makes_buttons_of_them() -> None:
    document = new_document("one.rst")
    for kind in ("tab-set", "dropdown", "card"):
        document += nodes.container("", design_component=kind, classes=[f"sd-{kind}"])
    OpenComponents(document).run()
    assert [node.get("design_component") for node in document] == [None, None, "card"]
    assert [node["classes"] for node in document] == [["sd-tab-set"], ["sd-dropdown"], ["sd-card"]]


def test_an_icon_gets_the_name_space_that_xml_needs() -> None:
    page = pages.parse(
        f'<html xmlns="{pages.XHTML}"><head/><body><svg aria-hidden="true"><path/></svg></body></html>'
    )
    pages.finish(page, name="x.xhtml", language="en", styles=[], moved={}, types={})
    assert [part.tag for part in page[1].iter()][1:] == [
        f"{{{pages.SVG}}}{n}" for n in ("svg", "path")
    ]
    assert pages.properties(page) == ["svg"]
    assert list(check.faults({"x.xhtml": page}, {"x.xhtml"})) == []


def test_a_page_is_html_whatever_others_wrote_before() -> None:
    ET.register_namespace("", "http://www.w3.org/2000/svg")  # as docs/_ext/pictures.py does
    page = pages.parse('<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>')
    assert b'<html xmlns="http://www.w3.org/1999/xhtml"><body />' in pages.serialise(page)

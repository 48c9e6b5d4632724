"""What the builder says about mistakes, and small rules of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from sphinx.errors import ConfigError
from typstbook.errors import TypstBookError
from typstbook.formula import FormulaError, to_typst
from typstbook.inline import svg_size
from typstbook.markup import escape, length, string, value

EXT = """
from docutils import nodes
from docutils.parsers.rst import Directive

class strange(nodes.General, nodes.Element):
    pass

class ruled(nodes.General, nodes.Element):
    pass

class Strange(Directive):
    has_content = True
    kind = strange
    def run(self):
        node = self.kind()
        self.state_machine.reporter
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

class Ruled(Strange):
    kind = ruled

def setup(app):
    app.add_directive("strange", Strange)
    app.add_directive("ruled", Ruled)
    app.add_node(ruled, typst=(lambda t, n: t.add("#strong["), lambda t, n: t.add("]")))
    return {"parallel_read_safe": True}
"""


def one(text: str) -> dict[str, str]:
    """Return the files of a project whose chapter ends in ``text``, at line 7."""
    body = f"Title\n#####\n\nChapter\n=======\n\n{text}\n"
    return {"docs/index.rst": body}


def typ(built: object) -> str:
    """Return the Typst source of a project named Test."""
    return built.text("typst/test.typ")


def test_unknown_node(build: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A node without a rule is a warning with its name and place, and its text stands; one with a rule is none."""
    (tmp_path / "strange_nodes.py").write_text(EXT, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    text = ".. strange::\n\n   Words of a stranger.\n\n.. ruled::\n\n   Words under a rule."
    built = build(one(text), extensions=["typstbook", "strange_nodes"], builder="typst")
    assert "docs/index.rst:7: WARNING: the PDF has no rule for <strange>" in built.warnings
    assert "ruled" not in built.warnings
    assert "Words of a stranger." in typ(built)
    assert re.search(r"#strong\[\s*(//.*\n)?Words under a rule", typ(built))


@pytest.mark.parametrize(
    "text",
    ["A word, and\na sign 漢 of another script.", "Code: ``print('漢')``.", "::\n\n   x = '漢'"],
)
def test_missing_glyph(build: Callable, text: str) -> None:
    """A character that no font has is an error with the line it is on, in text and in code."""
    with pytest.raises(TypstBookError) as caught:
        build(one(text), extensions=["typstbook"], builder="typst")
    line = 7 + text[: text.index("漢")].count("\n")
    assert f"docs/index.rst:{line}: no font has '漢' (U+6F22 CJK UNIFIED IDEOGRAPH-6F22)" in str(
        caught.value
    )
    assert "typst_font_paths" in str(caught.value)


def test_substitutes(build: Callable) -> None:
    """A character that no font has is written as the settings say, in text and in code."""
    text = "A \U0001f985, ``\U0001f985``.\n\n::\n\n   bird = '\U0001f985'"
    conf = {"typst_substitutes": {"\U0001f985": "(eagle)"}}
    built = build(one(text), extensions=["typstbook"], builder="typst", **conf)
    assert typ(built).count("(eagle)") == 3


def test_missing_glyph_in_the_title(build: Callable) -> None:
    """The title of the book is in no source: the error says so."""
    with pytest.raises(TypstBookError, match="title or settings: no font has '漢'"):
        build(one("Text."), extensions=["typstbook"], builder="typst", typst_title="漢")


def test_missing_alt(build: Callable) -> None:
    """An image without alternative text is a warning with its line; the PDF is made with its name instead."""
    files = one(".. image:: a.svg")
    files["docs/a.svg"] = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    built = build(files, extensions=["typstbook"], builder="typst")
    assert "docs/index.rst:7: WARNING: the image 'a.svg' has no alternative text" in built.warnings
    assert 'alt: "a.svg"' in typ(built)
    assert (built.out / "test.pdf").is_file()


def test_broken_image(build: Callable) -> None:
    """An image the compiler cannot read is an error at the line of the directive."""
    files = one(".. image:: a.svg\n   :alt: Words.")
    files["docs/a.svg"] = "<svg"
    with pytest.raises(
        TypstBookError, match=r"docs/index.rst:7 \(test.typ:\d+\): failed to parse SVG"
    ):
        build(files, extensions=["typstbook"], builder="typst")


def test_remote_image(build: Callable) -> None:
    """An image on the network is not fetched."""
    text = ".. image:: https://example.org/a.png\n   :alt: Words for it."
    built = build(one(text), extensions=["typstbook"], builder="typst")
    assert (
        "index.rst:7: WARNING: the image 'https://example.org/a.png' is not in the project"
        in built.warnings
    )
    assert "Words for it." in typ(built)


def test_relative_link(build: Callable) -> None:
    """A link to a neighbouring file has no meaning in a PDF."""
    built = build(one("`Words <other.html>`_"), extensions=["typstbook"], builder="typst")
    assert "index.rst:7: WARNING: the link 'Words' to 'other.html' is relative" in built.warnings


def test_link_out_of_the_book(build: Callable) -> None:
    """A link to a page that no toctree holds is a warning; its text stands."""
    files = one(":doc:`other`")
    files["docs/other.rst"] = ":orphan:\n\nOther\n#####\n"
    built = build(files, extensions=["typstbook"], builder="typst")
    assert (
        "index.rst:7: WARNING: the link 'Other' leads to nothing in the book (other:)"
        in built.warnings
    )
    assert "#nolink[Other]" in typ(built)


def test_raw_typst_with_a_mistake(build: Callable) -> None:
    """A mistake in raw Typst is an error at its line."""
    text = ".. raw:: typst\n\n   #no-such-function()"
    with pytest.raises(
        TypstBookError, match=r"docs/index.rst:\d+ \(test.typ:\d+\): unknown variable: no-such"
    ):
        build(one(text), extensions=["typstbook"], builder="typst")


def test_formula_out_of_the_subset(build: Callable) -> None:
    """A formula with an unknown command is a warning and stands as its source."""
    built = build(one(r":math:`\heartsuit`"), extensions=["typstbook"], builder="typst")
    assert (
        r"index.rst:7: WARNING: the formula '\\heartsuit' has the command \heartsuit"
        in built.warnings
    )
    assert r'#literal("\\heartsuit")' in typ(built)


def test_long_line(build: Callable) -> None:
    """A line of a program that is longer than the setting is a warning with its place; a terminal's is none."""
    text = "::\n\n   short = 1\n   longer = 'twenty-nine columns'\n\n.. code-block:: console\n\n"
    text += "   $ a command that is longer than that\n"
    built = build(one(text), extensions=["typstbook"], builder="typst", typst_code_columns=20)
    assert "index.rst:9: WARNING: line 2 of the code has 30 columns, and 20 fit" in built.warnings
    assert "begins with \"longer = 'twenty-nine columns'\"" in built.warnings
    assert built.warnings.count("WARNING") == 1


def test_download_without_an_address(build: Callable) -> None:
    """A file to download is named at the foot of the page, by its path, where the book knows no address."""
    files = one(":download:`the file <file.txt>`")
    files["docs/file.txt"] = "Text."
    built = build(files, extensions=["typstbook"], builder="typst")
    assert '#download("file.txt", none)[' in typ(built)
    pdf = pypdf.PdfReader(built.out / "test.pdf")
    assert "the file1" in pdf.pages[6].extract_text()
    assert "1file.txt" in pdf.pages[6].extract_text()


@pytest.mark.parametrize(("paper", "width"), [("us-letter", 612), ("a4", 595), ("a5", 420)])
def test_screen(build: Callable, paper: str, width: int) -> None:
    """For a screen there is no empty page, and the type is larger where the paper has the room."""
    files = one("Text of the root.\n\n.. toctree::\n\n   two")
    files["docs/two.rst"] = "Two\n###\n\nText of two.\n"
    settings = {"extensions": ["typstbook"], "builder": "typst", "typst_paper": paper}
    built = build(files, **settings, typst_screen="1")
    pdf = pypdf.PdfReader(built.out / "test.pdf")
    assert round(float(pdf.pages[0].mediabox.width)) == width
    # Title, imprint, contents, two chapters.
    assert len(pdf.pages) == 5
    assert all(page.extract_text() for page in pdf.pages)
    sizes: list[float] = []
    pdf.pages[4].extract_text(
        visitor_text=lambda text, _cm, _tm, _font, size: (
            sizes.append(size) if text.startswith("Text") else None
        )
    )
    assert sizes == [pytest.approx(11 if paper == "a5" else 13.2, abs=0.05)]


def test_unknown_length(build: Callable) -> None:
    """A width in a unit nobody knows."""
    with pytest.raises(ValueError, match="the length '5 parsec' has no known unit"):
        length("5 parsec")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"typst_paper": "napkin"}, "typst_paper is 'napkin': choose one of a4"),
        ({"typst_template": "none.typ"}, "typst_template names 'none.typ'"),
        ({"typst_font_paths": ["none"]}, "typst_font_paths names"),
        ({"typst_substitutes": {"ab": "c"}}, "typst_substitutes has 'ab'"),
        ({"typst_show_urls": "maybe"}, "typst_show_urls is 'maybe'"),
        (
            {"typst_gather": [{"classes": "one", "title": "T"}]},
            "typst_gather has {'classes': 'one'",
        ),
        ({"typst_gather": [{"classes": ["one"]}]}, "and 'title', the title of the chapter"),
    ],
)
def test_settings(build: Callable, setting: dict, message: str) -> None:
    """A setting that cannot be is refused before anything is read."""
    with pytest.raises(ConfigError, match=re.escape(message)):
        build(one("Text."), extensions=["typstbook"], builder="typst", **setting)


def test_template_options(build: Callable) -> None:
    """What has no counterpart in Typst cannot be told to the design."""
    with pytest.raises(TypeError, match="object has no counterpart in Typst"):
        value([object()])


def test_own_design_and_paper(build: Callable) -> None:
    """The design file is the author's to replace; the options reach it."""
    files = one("Text.")
    design = Path(__file__).parents[2] / "docs" / "_ext" / "typstbook" / "book.typ"
    files["docs/mine.typ"] = design.read_text(encoding="utf-8").replace(
        "fill: accent, hyphenate: false, title)))", 'fill: accent, "MINE")))'
    )
    built = build(
        files,
        extensions=["typstbook"],
        builder="typst",
        typst_template="mine.typ",
        typst_paper="us-letter",
        typst_name="other",
        typst_template_options={"two-sided": True, "n": [1, 2.5, None]},
    )
    pdf = pypdf.PdfReader(built.out / "other.pdf")
    assert "MINE" in pdf.pages[0].extract_text()
    assert round(float(pdf.pages[0].mediabox.width)) == 612
    settings = built.text("typst/settings.typ")
    assert '"options": ("two-sided": true, "n": (1, 2.5, none, ))' in settings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  b\nc", "a b c"),
        ("#$*_`<>@[]~", r"\#\$\*\_\`\<\>\@\[\]\~"),
        ("-- ... 1. x", r"\-\- \.\.. 1\. x"),
        ("https://x", r"https\:\/\/x"),
        ("\x00é→", " é→"),
    ],
)
def test_escape(text: str, expected: str) -> None:
    """Nothing in a text is markup."""
    assert escape(text) == expected


def test_string() -> None:
    """A string of Typst holds quotes, backslashes and line ends."""
    assert string('a"b\\c\nd\te') == r'"a\"b\\c\nd\te"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60%", "60%"),
        ("200px", "150pt"),
        ("200", "150pt"),
        ("2in", "144pt"),
        ("3em", "3em"),
        ("", None),
    ],
)
def test_length(text: str, expected: str | None) -> None:
    """Lengths follow CSS: 96 pixels are 72 points."""
    assert length(text) == expected


def test_columns_given_too_narrow(build: Callable) -> None:
    """A column is never narrower than its longest word, or the page that a link names: words lie over none."""
    rows = "   * - Thermodynamics\n     - :ref:`a section <target>`\n     - " + "word " * 30
    text = (
        ".. _target:\n\nSection\n-------\n\nText.\n\n.. list-table::\n   :widths: 2 2 96\n\n" + rows
    )
    built = build(one(text), extensions=["typstbook"], builder="typst")
    assert built.warnings == ""
    shares = [float(share) for share in re.findall(r"([\d.]+)fr", typ(built))]
    assert shares[2] == 96
    em = 47 / 100
    assert shares[0] * em > 14 * 0.47
    assert shares[1] * em > 10 * 0.47


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ('width="300" viewBox="0 0 9 6"', (300, 200)),
        ('width="2in" height="1in"', (192, 96)),
        ('width="100%" viewBox="0 0 684 400"', (684, 400)),
        ("viewBox='0,0,10.5,4' stroke-width='3'", (10.5, 4)),
        ("", (-1, -1)),
    ],
)
def test_svg_size(root: str, expected: tuple[float, float]) -> None:
    """The size of an SVG is its own, not that of the first shape in it."""
    assert svg_size(f'<svg {root}><rect width="5"/></svg>') == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{a}{b}", "frac(a, b)"),
        (r"x_{10}^2", "x _(10) ^(2)"),
        (r"\alpha \le \text{if this}", 'alpha <= "if this"'),
        (r"\left( x \right.", "( x"),
        (r"\sqrt{x} \\ y", "sqrt(x) \\ y"),
        (r"O(n \log n)", "O ( n log n )"),
    ],
)
def test_formula(latex: str, expected: str) -> None:
    """The subset of LaTeX in Typst's notation."""
    assert to_typst(latex) == expected


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        ("{a", "no '}' to close"),
        ("a}", "a closing brace too many"),
        (r"\frac{a}", "argument missing"),
        (r"\text a", "without braces"),
    ],
)
def test_formula_refused(latex: str, message: str) -> None:
    """What is wrong with a formula is said."""
    with pytest.raises(FormulaError, match=message):
        to_typst(latex)

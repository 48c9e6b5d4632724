"""The site as conf.py makes it: a small book is built once with the real settings, and its files are examined."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree
from zipfile import ZipFile

import accessible_html
import fast_navigation
import furo.navigation
import page_weight
import pytest
from contrast import contrast
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.errors import ExtensionError
from sphinx.testing.util import SphinxTestApp

ROOT = Path(__file__).resolve().parent.parent
# What belongs to the site. The modules for weeks, listings, pictures and PDF have tests of their own.
OURS = [
    "myst_parser",
    "code_colours",
    "fast_navigation",
    "accessible_html",
    "slim_html",
    "sitemap",
    "epubbook",
    "answers",
    "sphinx_copybutton",
    "sphinx_searchlite",
    "sphinxext.opengraph",
    "notfound.extension",
]
BASE = "https://python-frameworks.example/"
WEEK = """
    From sockets to WSGI
    ####################

    A server on a bare socket answers one request, and you know each byte of it.

    A step
    ======

    .. code-block:: python
       :caption: steps/one_request.py
       :emphasize-lines: 2

       def application(environ, start_response):
           start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")])
           return [b"hello"]

    .. code-block:: console
       :caption: Terminal: client

       $ python ask.py 8000 /
       HTTP/1.1 200 OK

    .. code-block:: console

       Listening on 8000

    .. list-table:: Symptoms
       :header-rows: 1

       * - Symptom
         - Cause
       * - ``it hangs``
         - :term:`WSGI`

    .. index:: socket

    A hint
    ======

    .. hint::
       :collapsible:

       Read PEP 3333.
"""
FILES = {
    "index.rst": """
        Book
        ####

        Thirty-six weeks.

        .. toctree::
           :caption: Weeks & more
           :hidden:

           weeks/week02

        .. toctree::

           reference/index
           genindex
           Elsewhere <https://www.python.org/>
        """,
    "weeks/week02.rst": WEEK,
    "reference/index.rst": "Reference\n#########\n\n.. toctree::\n\n   glossary\n   site\n",
    "reference/glossary.rst": "Glossary\n########\n\n.. glossary::\n\n   WSGI\n      A contract.\n",
    "reference/site.md": "# The ``site`` & *more*\n\nMarkdown.\n",
}


def make(folder: Path, builder: str) -> SphinxTestApp:
    docs = folder / "docs"
    shutil.copytree(ROOT / "docs" / "_static", docs / "_static")
    shutil.copytree(ROOT / "docs" / "_templates", docs / "_templates")
    shutil.copy(ROOT / "docs" / "conf.py", docs)
    for name, text in FILES.items():
        path = docs / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    app = SphinxTestApp(
        builder,
        srcdir=docs,
        builddir=folder / "build",
        confoverrides={"extensions": OURS, "html_baseurl": BASE, "ogp_site_url": BASE},
    )
    app.build(force_all=False)
    return app


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ZipFile, SphinxTestApp]]:
    """Build the EPUB, then the HTML: two applications at once would get in each other's way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")  # 1 January 2026
        first = make(tmp_path_factory.mktemp("epub"), "epub")
        assert first.warning.getvalue() == ""
        first.cleanup()
        app = make(tmp_path_factory.mktemp("html"), "html")
        with ZipFile(Path(first.outdir) / "python-frameworks-one-week-at-a-time.epub") as book:
            yield book, app
        app.cleanup()


@pytest.fixture(scope="module")
def epub(built: tuple[ZipFile, SphinxTestApp]) -> ZipFile:
    return built[0]


@pytest.fixture(scope="module")
def app(built: tuple[ZipFile, SphinxTestApp]) -> SphinxTestApp:
    return built[1]


@pytest.fixture(scope="module")
def out(app: SphinxTestApp) -> Path:
    return Path(app.outdir)


@pytest.fixture(scope="module")
def pages(out: Path) -> dict[str, str]:
    found = {
        path.relative_to(out).as_posix(): path.read_text("utf-8") for path in out.rglob("*.html")
    }
    assert {"index.html", "weeks/week02.html", "404.html", "search.html", "genindex.html"} <= set(
        found
    )
    return found


@pytest.fixture(scope="module")
def week(pages: dict[str, str]) -> str:
    return pages["weeks/week02.html"]


def style(name: str) -> str:
    return (ROOT / "docs" / "_static" / name).read_text("utf-8")


def media(css: str, query: str) -> str:
    """Return what stands inside all ``@media query { ... }`` blocks of ``css`` (one level of rules)."""
    return "".join(
        re.findall(rf"@media {re.escape(query)} \{{((?:[^{{}}]*\{{[^{{}}]*\}})*)\s*\}}", css)
    )


def test_build_is_clean(app: SphinxTestApp) -> None:
    assert app.warning.getvalue() == ""


# What others see of a page ------------------------------------------------------------------------


def test_pages_have_metadata(week: str) -> None:
    start = "A server on a bare socket answers one request"
    assert f'<meta name="description" content="{start}' in week
    assert f'<meta property="og:description" content="{start}' in week
    assert '<meta property="og:title" content="From sockets to WSGI"' in week
    assert f'<link rel="canonical" href="{BASE}weeks/week02.html">' in week
    assert "og:image" not in week
    assert week.count('name="viewport"') == 1


def test_pages_have_an_icon(pages: dict[str, str], out: Path) -> None:
    for name, html in pages.items():
        icon = re.search(r'<link rel="shortcut icon" href="([^"]+)"', html)[1]
        assert icon.endswith("_static/mark.svg"), name
    assert ElementTree.parse(out / "_static" / "mark.svg").getroot().get("viewBox") == "0 0 16 16"


def test_sitemap_lists_each_document_once(out: Path) -> None:
    tree = ElementTree.parse(out / "sitemap.xml")
    found = [element.text for element in tree.iter() if element.tag.endswith("}loc")]
    assert found == sorted(BASE + str(Path(name).with_suffix(".html")) for name in FILES)


def test_sitemap_escapes_addresses() -> None:
    import sitemap

    assert "<loc>https://example.org/a&amp;b.html</loc>" in sitemap.sitemap(
        "https://example.org/", ["a&b.html"]
    )


def test_404_page_works_at_any_address(pages: dict[str, str]) -> None:
    html = pages["404.html"]
    assert "<h1>This page does not exist</h1>" in html
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', html)
    inside = [address for address in addresses if not address.startswith(("#", "https:"))]
    assert len(inside) > 10
    assert all(address.startswith("/") for address in inside)


def test_date_is_that_of_the_commit(week: str) -> None:
    assert "Last updated on 01 January 2026" in week


# No request to anybody else -----------------------------------------------------------------------


def test_pages_load_nothing_from_other_servers(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        addresses = page_weight.html_addresses(html)
        assert len(addresses) > 5, name
        assert [address for address in addresses if page_weight.outside(address)] == [], name


def test_styles_load_nothing_from_other_servers(out: Path) -> None:
    styles = list(out.rglob("*.css"))
    assert len(styles) > 3
    for path in styles:
        addresses = page_weight.css_addresses(path.read_text("utf-8"))
        assert [address for address in addresses if page_weight.outside(address)] == [], path


def test_scripts_name_no_other_server(out: Path, week: str) -> None:
    loaded = re.findall(r'<script[^>]* src="\.\./_static/([^"?]+)', week)
    searched = ["searchlite.js", "searchlite-ui.js"]
    for name in [*loaded, *searched]:
        script = (out / "_static" / name).read_text("utf-8")
        hosts = {
            urlsplit(address).netloc for address in re.findall(r"https?://[^\s\"'`)]+", script)
        }
        # A namespace, which is a name and not fetched.
        assert hosts <= {"www.w3.org"}, name


# Weight -------------------------------------------------------------------------------------------


def test_pages_load_only_what_does_something(week: str) -> None:
    loaded = re.findall(r'(?:src|href)="\.\./_static/([^"?]+\.(?:js|css))', week)
    assert sorted(loaded) == sorted(
        [
            "pygments.css",
            "styles/furo.css",
            "book.css",
            "documentation_options.js",
            "scripts/furo.js",
            "copybutton.js",
            "book.js",
        ]
    )


def test_what_comes_with_a_page_leaves_room_for_the_page(out: Path) -> None:
    weight = page_weight.weigh(out, "weeks/week02.html")
    # 45 kB for a first visit; a week of 5,000 words with its listings and pictures compresses to 24 kB.
    assert weight["first_visit"] - weight["next_page"] < 20_500
    # The page here is nearly all frame: head, navigation, footer.
    assert weight["next_page"] < 4_000


def test_search_index_is_not_fetched_by_pages(week: str, out: Path) -> None:
    assert "searchlite" not in week
    assert "searchindex" not in week
    index = json.loads((out / "_static" / "searchlite-index.json").read_text("utf-8"))
    assert {"weeks/week02.html#a-step"} <= {record["u"] for record in index}
    script = (out / "_static" / "searchlite-index.js").read_text("utf-8")
    assert json.loads(script.removeprefix("bookIndex=")) == index


def test_files_that_the_search_needs_are_there(out: Path) -> None:
    names = re.findall(r'load\("([^"]+)"', style("book.js"))
    assert len(names) == 4
    for name in names:
        assert (out / "_static" / name).is_file(), name


def test_links_to_counted_ids_are_gone(week: str) -> None:
    assert re.findall(r'<a class="headerlink"[^>]*>', week) == [
        '<a class="headerlink" href="#from-sockets-to-wsgi">',
        '<a class="headerlink" href="#a-step">',
        '<a class="headerlink" href="#a-hint">',
    ]


def test_files_are_addressed_by_what_they_contain(week: str, out: Path) -> None:
    files = re.findall(r'(?:src|href)="\.\./(_static/[^"]+)\?v=([0-9a-f]{8})"', week)
    assert len(files) == 7
    for name, version in files:
        assert f"{zlib.crc32((out / name).read_bytes()):08x}" == version, name


def test_rules_in_use_are_kept(out: Path) -> None:
    theme = (out / "_static" / "styles" / "furo.css").read_text("utf-8")
    for kept in (
        ".mobile-header",
        ".code-block-caption",
        ".toc-tree",
        ".admonition.hint",
        ".scrolled",
    ):
        assert kept in theme, kept
    assert ".sd-" not in theme
    assert ".hlist" not in theme


# Keyboard and screen reader -----------------------------------------------------------------------


def test_listings_can_be_scrolled_with_the_keyboard(pages: dict[str, str]) -> None:
    found = [tag for html in pages.values() for tag in re.findall(r"<pre\b[^>]*>", html)]
    assert found == ['<pre tabindex="0">'] * 3
    # Names, and leaving out what fits, are up to the script.
    assert 'querySelectorAll("pre[tabindex], .table-wrapper[tabindex]")' in style("book.js")


def test_tables_can_be_scrolled_with_the_keyboard(week: str) -> None:
    assert re.findall(r'<div ([^>]*)class="table-wrapper', week) == ['tabindex="0" ']


def test_drawers_have_names_and_are_found_by_the_script(pages: dict[str, str]) -> None:
    script = style("book.js")
    for box, drawer in (("__navigation", "pages"), ("__toc", "contents")):
        assert f'prepareDrawer("{box}", "{drawer}"' in script
        for name, html in pages.items():
            assert re.search(
                rf'<input type="checkbox"[^>]* id="{box}"[^>]* aria-controls="{drawer}"', html
            ), name
            assert re.search(
                rf'<aside[^>]* id="{drawer}"[^>]* aria-label="|<aside id="{drawer}" aria-label="',
                html,
            ), name
            assert html.count(f'id="{drawer}"') == 1, name


def test_check_boxes_can_have_the_focus_without_javascript() -> None:
    css = style("book.css")
    for box, width in (("__toc", "82em"), ("__navigation", "63em")):
        inside = media(css, f"(max-width: {width})")
        assert f"#{box}:not([hidden]) {{ display: block;" in inside
        assert f"#{box}:focus-visible ~ .page" in inside
        # A closed drawer keeps its links out of the order of the Tab key.
        assert "visibility: hidden" in inside


def test_branches_of_the_navigation_open_with_the_keyboard(pages: dict[str, str]) -> None:
    assert re.search(
        r'<input type="checkbox" class="toctree-checkbox"[^>]*aria-label="Show the pages below Reference"',
        pages["index.html"],
    )
    assert ".toctree-checkbox { display: block;" in style("book.css")
    assert ".toctree-checkbox:focus-visible ~ label { outline" in style("book.css")


def test_skip_link_leads_to_what_can_have_the_focus(week: str) -> None:
    target = re.search(r'<a class="skip-to-content[^"]*" href="#([^"]+)"', week)[1]
    assert re.search(rf'<article [^>]*id="{target}" tabindex="-1"', week)


def test_print_leaves_out_what_is_for_the_screen() -> None:
    inside = media(style("book.css"), "print")
    hidden = re.search(r"([^{}]*)\{ display: none !important; \}", inside)[1]
    for selector in (".skip-to-content", ".copybtn", ".sidebar-drawer", ".toc-drawer"):
        assert selector in hidden


def test_motion_and_focus_are_respected() -> None:
    css = style("book.css")
    assert "transition: none !important" in media(css, "(prefers-reduced-motion: reduce)")
    assert ":focus-visible { outline: 2px solid" in css


def test_changed_theme_is_an_error() -> None:
    with pytest.raises(
        ExtensionError, match=r"week: the theme no longer writes .*sidebar-drawer.*accessible_html"
    ):
        accessible_html.mend("<html></html>", "week")


# Without JavaScript -------------------------------------------------------------------------------


def test_without_javascript_only_search_is_gone(week: str, pages: dict[str, str]) -> None:
    assert '<html class="no-js"' in week
    assert ".no-js .sidebar-search-container { display: none; }" in style("book.css")
    assert re.search(r"<details[^>]*>\s*<summary", week)
    assert '<a class="reference internal" href="../reference/index.html">Reference</a>' in week
    assert "<noscript><p>Search runs in your browser" in pages["search.html"]


def test_colours_follow_the_system_without_javascript(out: Path) -> None:
    # The attribute is set by a script; where it is missing, the media query decides.
    for name in ("pygments.css", "book.css", "styles/furo.css"):
        css = (out / "_static" / name).read_text("utf-8").replace(" ", "")
        dark = css.split("@media(prefers-color-scheme:dark){", 1)[1]
        assert dark.strip().startswith("body:not([data-theme=light]){"), name


# Copying ------------------------------------------------------------------------------------------


def test_prompts_and_outputs_are_not_copied(app: SphinxTestApp, out: Path, week: str) -> None:
    script = (out / "_static" / "copybutton.js").read_text("utf-8")
    settings = re.search(r"return formatCopyText\(text, (.*)\)", script)[1]
    pattern, *flags = re.match(r"'(.*?)', (.*)", settings).groups()
    pattern = re.compile(pattern.replace("\\\\", "\\"))
    assert all(pattern.match(line) for line in ("$ python", ">>> 1", "... 2"))
    assert not any(pattern.match(line) for line in ("price: $ 5", "$HOME", "...", "done"))
    # Regular expression, prompt lines only, prompts removed, no empty lines, a backslash continues.
    assert flags == ["true, true, true, false, '\\\\', ''"]
    selector = re.search(r"COPYBUTTON_SELECTOR = '([^']+)'", script)[1]
    assert selector == "div:not(.nocopy) > div.highlight > pre"
    assert re.findall(r'<div class="(highlight-console[^"]*)"', week) == [
        "highlight-console notranslate",
        "highlight-console notranslate nocopy",
    ]


# Navigation ---------------------------------------------------------------------------------------


def outline(html: str) -> list[tuple[str, ...]]:
    """Return classes and links of a navigation tree, in order."""
    found = re.findall(
        r'<li class="([^"]*)"|<a class="(?:current )?reference (\w+)" href="([^"]*)"|<p class="(caption)',
        html,
    )
    return [(" ".join(sorted(set(classes.split()))), *rest) for classes, *rest in found]


@pytest.mark.parametrize(
    "page", ["index", "weeks/week02", "reference/index", "reference/glossary", "genindex"]
)
def test_navigation_is_that_of_the_theme(
    app: SphinxTestApp, pages: dict[str, str], page: str
) -> None:
    builder = app.builder
    resolved = global_toctree_for_doc(
        app.env, page, builder, tags=builder.tags, maxdepth=-1, titles_only=True, includehidden=True
    )
    theirs = furo.navigation.get_navigation_tree(builder.render_partial(resolved)["fragment"])
    ours = re.search(r'<nav class="sidebar-tree".*?</nav>', pages[f"{page}.html"], re.DOTALL)[0]
    assert outline(ours) == outline(theirs)
    # The theme opens the branch that holds the page, and only that.
    assert ours.count(" checked>") == theirs.count('checked=""')


def test_page_that_one_is_on_is_marked(week: str, pages: dict[str, str]) -> None:
    assert re.findall(r'href="([^"]*)" aria-current="page"', week) == ["#"]
    assert 'aria-current="page"' not in pages["404.html"]


def test_titles_keep_their_markup(week: str) -> None:
    assert '<a class="reference internal" href="../reference/site.html">The <code' in week
    assert "&amp; <em>more</em></a>" in week
    assert 'aria-level="2">Weeks &amp; more</p>' in week


def test_book_without_contents_has_no_navigation() -> None:
    assert fast_navigation.render([], "index", str) == ""


# Colours of the text ------------------------------------------------------------------------------

TEXTS = (
    "--color-foreground-primary",
    "--color-foreground-secondary",
    "--color-foreground-muted",
    "--color-brand-primary",
    "--color-brand-content",
    "--color-brand-visited",
    "--color-problematic",
    "--color-copied",
)
BACKGROUNDS = (
    "--color-background-primary",
    "--color-background-secondary",
    "--color-background-hover",
    "--color-inline-code-background",
)
MODES = {
    "light": ("body",),
    "dark": ("body", "body[data-theme=dark]"),
    "dark by the system": ("body", "body:not([data-theme=light])"),
}


def variables(css: str, selector: str) -> dict[str, str]:
    """Return the variables that all rules for exactly ``selector`` declare."""
    found = {}
    for body in re.findall(
        rf"(?:^|[{{}}]){re.escape(selector)}\{{([^{{}}]*)", css.replace("\n", "")
    ):
        found |= dict(re.findall(r"(--[\w-]+):\s*([^;]+)", body))
    return found


@pytest.mark.parametrize("mode", MODES)
def test_contrast_of_text(out: Path, mode: str) -> None:
    values: dict[str, str] = {}
    for name in ("styles/furo.css", "book.css"):
        css = re.sub(r"\s*([{}])\s*", r"\1", (out / "_static" / name).read_text("utf-8"))
        for selector in MODES[mode]:
            values |= variables(css, selector)
    for text in TEXTS:
        for background in BACKGROUNDS:
            assert contrast(values[text], values[background]) >= 7, (text, background, values[text])


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#fff", "black") == pytest.approx(21)
    assert contrast("#777777", "white") == pytest.approx(4.48, abs=0.01)
    with pytest.raises(ValueError, match="not an opaque colour"):
        contrast("#ffffff80", "white")


# EPUB ---------------------------------------------------------------------------------------------


def test_epub_has_no_script_and_its_own_style(epub: ZipFile) -> None:
    names = set(epub.namelist())
    assert not [name for name in names if name.endswith(".js")]
    chapters = [name for name in names if name.endswith(".xhtml")]
    assert "weeks/week02.xhtml" in chapters
    for name in chapters:
        text = epub.read(name).decode()
        ElementTree.fromstring(text)
        assert "<script" not in text
        for address in re.findall(r'<link rel="stylesheet"[^>]*href="([^"]+)"', text):
            path = (Path("/") / name).parent / unquote(address)
            assert path.resolve().relative_to("/").as_posix() in names
    assert '<span class="k">def</span>' in epub.read("weeks/week02.xhtml").decode()
    assert ".highlight .k {" in epub.read("_static/pygments.css").decode()


def test_epub_says_what_it_is(epub: ZipFile) -> None:
    package = epub.read("content.opf").decode()
    assert "Python Frameworks, One Week at a Time</dc:title>" in package
    assert "<dc:language>en</dc:language>" in package
    identifier = re.search(r'<dc:identifier id="([^"]+)">([^<]+)<', package)
    assert f'unique-identifier="{identifier[1]}"' in package
    # epubcheck: the table of contents for old readers must name the same identifier.
    assert f'<meta name="dtb:uid" content="{identifier[2]}"/>' in epub.read("toc.ncx").decode()
    assert 'properties="cover-image"' in package or 'name="cover"' in package
    assert epub.read("_static/cover.png").startswith(b"\x89PNG")


def test_epub_contents_name_the_pages_that_the_title_page_hides(epub: ZipFile) -> None:
    contents = epub.read("nav.xhtml").decode()
    for page in ("weeks/week02.xhtml", "reference/glossary.xhtml"):
        assert f'<a href="{page}">' in contents


def test_epub_has_each_page_once_in_its_reading_order(epub: ZipFile) -> None:
    package = epub.read("content.opf").decode()
    order = re.findall(r'<itemref idref="([^"]+)"', package)
    assert len(order) == len(set(order))
    items = [
        dict(re.findall(r'([\w-]+)="([^"]*)"', item))
        for item in re.findall("<item [^>]*>", package)
    ]
    pages = {item["id"]: item["href"] for item in items if item["href"].endswith(".xhtml")}
    assert {pages[name] for name in order} == set(pages.values())
    assert "genindex.xhtml" in pages.values()

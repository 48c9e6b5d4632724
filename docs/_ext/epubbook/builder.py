"""The builder: contents with parts, the package document, and an archive whose bytes depend on its sources alone."""

from __future__ import annotations

import html
import io
import os
import posixpath
import re
import time
import xml.etree.ElementTree as ET  # our own pages, not strangers'
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from docutils import nodes
from pygments.formatters import HtmlFormatter
from sphinx.builders.epub3 import Epub3Builder
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.fileutil import copy_asset_file

from . import check, drawings, formulas, pages

logger = logging.getLogger(__name__)

NAV, NCX, PACKAGE, CONTAINER = "nav.xhtml", "toc.ncx", "content.opf", "META-INF/container.xml"
TEMPLATES = Path(__file__).parent / "templates"
# https://www.w3.org/TR/epub-a11y-11/#sec-disc-package. The build checks that pictures have alternative text and that
# nothing needs colour, sound or a script, so that text alone is enough.
ACCESSIBILITY = (
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessModeSufficient", "textual,visual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "unlocked"),
)
_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")


@dataclass
class Entry:
    """An entry of the contents: a part (without ``uri``), a page or a place on a page."""

    text: str  # escaped
    uri: str = ""  # escaped
    children: list[Entry] = field(default_factory=list)
    id: str = ""

    @property
    def place(self) -> str:
        """Where the entry begins: a part has no page of its own."""
        return self.uri or self.children[0].place

    def walk(self) -> Iterator[Entry]:
        """Yield the entry and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


class BookEpubBuilder(Epub3Builder):
    """Sphinx's builder of EPUB 3, with the contents, metadata, checks and archive of a book.

    Other extensions may fill two attributes while pages are written: ``back_matter``, entries that follow the last
    chapter, and ``moved``, which says of places (``page#id``) where they are now.
    """

    # The pages are finished after they are written, and what other extensions gather must be whole.
    allow_parallel = False

    def init(self) -> None:
        """Start with nothing gathered."""
        super().init()
        self.back_matter: list[Entry] = []
        self.moved: dict[str, str] = {}
        self.written: list[str] = []

    def get_outdated_docs(self) -> list[str]:
        """Return all documents: each build writes each page, whatever an earlier one has left."""
        return sorted(self.env.found_docs)

    def make_id(self, name: str) -> str:
        """Return an id for the file ``name`` which is the same in each build."""
        return re.sub(
            r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match[0]):x}_", f"f-{name}"
        ).removeprefix("f-" if name in (NAV, NCX) else "")

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write a page, its formulas as MathML."""
        formulas.as_mathml(doctree)
        super().write_doc(docname, doctree)

    def handle_page(
        self, pagename: str, addctx: dict[str, Any], *args: Any, **options: Any
    ) -> None:
        """Write a page, and remember that it belongs to this build."""
        super().handle_page(pagename, addctx, *args, **options)
        name = pagename + self.out_suffix
        if name not in self.written and (Path(self.outdir) / name).is_file():
            self.written.append(name)

    def handle_finish(self) -> None:
        """Write contents, package and archive."""
        self.files = (
            self.ignored_files
        ) = []  # Sphinx's own methods, of which none runs, would fill them
        self.build_mimetype()
        self.build_container()
        entries = self.contents()
        cover = self.write_cover()
        found = self.finished_pages(cover)
        book = {name: pages.serialise(page) for name, page in found.items()}
        book |= self.other_files(found, cover)
        self.report(found, {*book, NAV})
        spine = self.reading_order(entries, found, cover)
        self.write_package(book, found, spine, cover)
        self.write_contents(entries, found, cover)
        self.build_epub(book)

    # Contents and reading order ---------------------------------------------------------------------

    def contents(self) -> list[Entry]:
        """Return the contents: the title page, the toctrees of the root document, back matter, the index at the end."""
        root = self.config.root_doc
        tree = self.env.get_and_resolve_doctree(
            root, self, tags=self.tags, prune_toctrees=False, includehidden=True
        )
        folder = posixpath.dirname(root)
        found = [Entry(html.escape(self.env.titles[root].astext()), root + self.out_suffix)]
        for toctree in tree.findall(
            lambda node: isinstance(node, nodes.Element) and node.get("toctree")
        ):
            into = found
            for child in toctree.children:
                if isinstance(child, nodes.title):
                    part = Entry(html.escape(child.astext()))
                    found.append(part)
                    into = part.children
                elif isinstance(child, nodes.bullet_list):
                    into += self.entries(child, folder)
        index = f"genindex{self.out_suffix}"
        seen = {entry.uri: entry.text for top in found for entry in top.walk()}
        found = without(found, index)
        found += self.back_matter
        for name, title in [(info[0], info[1].localname) for info in self.domain_indices]:
            found.append(Entry(html.escape(str(title)), name + self.out_suffix))
        if self.use_index:
            found.append(Entry(seen.get(index, "Index"), index))
        for number, entry in enumerate(e for top in found for e in top.walk()):
            entry.id = f"toc-{number}"
        return found

    def entries(self, items: nodes.bullet_list, folder: str, level: int = 1) -> list[Entry]:
        """Return the entries of a resolved toctree, without links out of the book.

        Below ``epub_tocdepth`` only pages are named, for each must have its place in the order of reading.
        """
        found = []
        for item in items.children:
            link = next(item.findall(nodes.reference), None)
            if link is None or not pages.is_inside(link["refuri"]):
                continue
            uri = posixpath.normpath(posixpath.join(folder, link["refuri"]))
            entry = Entry(html.escape(link.astext()), html.escape(self.fix_anchor(uri)))
            below = next((c for c in item.children if isinstance(c, nodes.bullet_list)), None)
            if below is not None:
                entry.children = self.entries(below, folder, level + 1)
            if level <= self.config.epub_tocdepth or "#" not in uri or entry.children:
                found.append(entry)
        return found

    def fix_anchor(self, uri: str) -> str:
        """Return ``uri`` with its id written as on the page."""
        match = self.refuri_re.match(uri)
        return self.fix_fragment(match[1], match[2]) if match else uri

    def reading_order(
        self, entries: list[Entry], found: dict[str, ET.Element], cover: str
    ) -> list[tuple[str, bool]]:
        """Return the pages in the order of reading, each once; False for those that the contents do not name."""
        root = self.config.root_doc + self.out_suffix
        named = [
            entry.uri.partition("#")[0] for top in entries for entry in top.walk() if entry.uri
        ]
        order = dict.fromkeys(name for name in [cover, root, NAV, *named] if name)
        return [(name, True) for name in order] + [
            (n, False) for n in sorted(found) if n not in order
        ]

    # Pages and files ----------------------------------------------------------------------------------

    def write_cover(self) -> str:
        """Write the page with the cover; return its path, or nothing."""
        if not self.config.epub_cover:
            return ""
        image, template = self.config.epub_cover
        title = self.config.epub_title
        self.handle_page(
            posixpath.splitext(self.coverpage_name)[0], {"image": image, "title": title}, template
        )
        return self.coverpage_name

    def styles(self) -> list[str]:
        """Return the paths of the style sheets: that of code, then ``epub_css_files``, and no other."""
        return [
            "_static/pygments.css",
            *(f"_static/{name}" for name, _ in self.config.epub_css_files),
        ]

    def finished_pages(self, cover: str) -> dict[str, ET.Element]:
        """Return the pages of this build, parsed and finished, by their paths."""
        found = {}
        types = {"genindex.xhtml": "index", cover: "cover"}
        excluded = {"search.xhtml", *self.config.epub_exclude_files}
        for name in self.written:
            if name in excluded:
                continue
            text = (Path(self.outdir) / name).read_text(encoding="utf-8")
            try:
                page = pages.parse(text)
            except pages.PageError as error:
                raise ExtensionError(f"{self.source_of(name)}: {error}") from error
            pages.finish(
                page,
                name=name,
                language=self.config.epub_language,
                styles=self.styles(),
                moved=self.moved,
                types=types,
            )
            if name == cover:
                for image in page.iter(pages.tag("img")):
                    image.set("alt", f"Cover: {self.config.epub_title}")
            found[name] = page
        return found

    def other_files(self, found: dict[str, ET.Element], cover: str) -> dict[str, bytes]:
        """Return the files that pages and styles name, and no other, by their paths."""
        wanted = set(self.styles()) | ({self.config.epub_cover[0]} if cover else set())
        for name, page in found.items():
            for element in page.iter():
                for key in check.LINKS:
                    href = element.get(key)
                    if href and pages.is_inside(href):
                        wanted.add(pages.target(href, name).partition("#")[0])
        files = {}
        while wanted := {name for name in wanted if name not in files and name not in found}:
            for name in sorted(wanted):
                path = Path(self.outdir) / name
                if path.suffix not in self.media_types or not path.is_file():
                    files[name] = None  # the check will say which link leads there
                    continue
                files[name] = self.finished_file(name, path.read_bytes())
            wanted = {
                pages.target(url, name)
                for name, data in files.items()
                if data is not None and name.endswith(".css")
                for url in _URL.findall(data.decode())
                if pages.is_inside(url)
            }
        return {name: data for name, data in files.items() if data is not None}

    def finished_file(self, name: str, data: bytes) -> bytes:
        """Return what the book contains for a file: colours for dark are added to code and to pictures."""
        if name == "_static/pygments.css":
            return code_colours(
                self.highlighter.formatter_args["style"], self.dark_style()
            ).encode()
        if name.endswith(".svg") and self.config.epub_picture_colours:
            palette = Path(self.srcdir) / self.config.epub_picture_colours
            try:
                rules = drawings.dark_rules(palette.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise ExtensionError(
                    f"conf.py: epub_picture_colours names {self.config.epub_picture_colours}, but {error}. "
                    "Mend the style sheet, or the setting"
                ) from error
            return drawings.with_ground(data.decode(), rules).encode()
        return data

    def dark_style(self) -> Any:
        """Return the Pygments style for dark, or None."""
        from sphinx.highlighting import PygmentsBridge

        name = self.config.epub_pygments_dark_style
        return PygmentsBridge("html", name).formatter_args["style"] if name else None

    def report(self, found: dict[str, ET.Element], files: set[str]) -> None:
        """Warn of what an EPUB must not have, with the file that the page was made from."""
        for name, fault in check.faults(found, files):
            place = f"{self.source_of(name)}:"  # without a line: the page has lost them
            logger.warning("%s", fault, location=place, type="epub", subtype="fault")

    def source_of(self, page: str) -> str:
        """Return the file that a page was made from, or what names the page."""
        docname = page.removesuffix(self.out_suffix)
        return (
            str(self.env.doc2path(docname)) if docname in self.env.found_docs else f"EPUB, {page}"
        )

    # Metadata and the archive -------------------------------------------------------------------------

    def write_package(
        self,
        book: dict[str, bytes],
        found: dict[str, ET.Element],
        spine: list[tuple[str, bool]],
        cover: str,
    ) -> None:
        """Write content.opf."""
        image = self.config.epub_cover[0] if cover else ""
        manifest = [
            {"id": NCX, "href": NCX, "media_type": "application/x-dtbncx+xml", "properties": ""},
            {"id": NAV, "href": NAV, "media_type": self.media_types[".xhtml"], "properties": "nav"},
        ]
        for name in sorted(book):
            words = pages.properties(found[name]) if name in found else []
            words += ["cover-image"] if name == image else []
            kind = self.media_types[posixpath.splitext(name)[1]]
            item = {"href": quote(name), "id": self.make_id(name), "media_type": kind}
            manifest.append({**item, "properties": " ".join(words)})
        accessibility = [*ACCESSIBILITY, ("accessibilityHazard", "none")]
        more = {
            "index": self.use_index,
            "MathML": any("mathml" in i["properties"] for i in manifest),
        }
        accessibility += [("accessibilityFeature", word) for word, there in more.items() if there]
        if summary := self.config.epub_accessibility_summary:
            accessibility.append(("accessibilitySummary", html.escape(summary)))
        context = {
            **self.content_metadata(),
            "manifest_items": manifest,
            "spines": [(self.make_id(name), linear) for name, linear in spine],
            "cover": self.make_id(image) if image else "",
            "accessibility": accessibility,
        }
        self.render("content.opf", context)

    def write_contents(
        self, entries: list[Entry], found: dict[str, ET.Element], cover: str
    ) -> None:
        """Write the contents twice: nav.xhtml, and toc.ncx for older readers."""
        root = self.config.root_doc + self.out_suffix
        chapters = (entry.place for entry in entries if entry.place.partition("#")[0] != root)
        landmarks = [("toc", self.config.epub_contents_title, f"{NAV}#toc")]
        landmarks += [("cover", "Cover", cover)] if cover else []
        landmarks += [("titlepage", "Title page", root)]
        landmarks += [
            ("bodymatter", "Begin reading", first) for first in [next(chapters, "")] if first
        ]
        for name, page in sorted(found.items()):
            if any("glossary" in e.get("class", "").split() for e in page.iter(pages.tag("dl"))):
                landmarks.append(("glossary", "Glossary", name))
                break
        landmarks += [("backmatter", entry.text, entry.place) for entry in self.back_matter[:1]]
        landmarks += [("index", "Index", "genindex.xhtml")] if "genindex.xhtml" in found else []
        context = {
            **self.content_metadata(),
            "heading": html.escape(self.config.epub_contents_title),
            "items": entries,
            "styles": self.styles(),
            "landmarks": landmarks,
            "depth": max(depth(entry) for entry in entries),
        }
        self.render("nav.xhtml", context)
        self.render("toc.ncx", context)

    def render(self, name: str, context: dict[str, Any]) -> None:
        """Write the file ``name`` from its template."""
        copy_asset_file(TEMPLATES / f"{name}.jinja", self.outdir, context=context, force=True)

    def build_epub(self, book: dict[str, bytes]) -> None:
        """Write the archive: the file ``mimetype`` first and stored, then all others in order of their names.

        Each file has the date of ``SOURCE_DATE_EPOCH`` (or today), and nothing of the machine is kept, so that two
        builds of the same sources give the same bytes.
        """
        out = Path(self.outdir)
        epoch = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
        moment = max(
            time.gmtime(epoch)[:6], (1980, 1, 1, 0, 0, 0)
        )  # the oldest date that a zip can hold
        files = {name: (out / name).read_bytes() for name in (CONTAINER, PACKAGE, NAV, NCX)} | {
            name: book[name] for name in sorted(book)
        }
        archive = io.BytesIO()
        with ZipFile(archive, "w") as epub:
            for name, data in {"mimetype": (out / "mimetype").read_bytes(), **files}.items():
                entry = ZipInfo(name, moment)
                entry.create_system = 3  # Unix, wherever it is made
                entry.external_attr = 0o644 << 16
                entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                epub.writestr(entry, data)
        (out / f"{self.config.epub_basename}.epub").write_bytes(archive.getvalue())


def without(entries: list[Entry], uri: str) -> list[Entry]:
    """Return ``entries`` without the one of ``uri``, and without parts that are empty then."""
    kept = []
    for entry in entries:
        had = bool(entry.children)
        entry.children = without(entry.children, uri)
        if entry.uri != uri and (entry.uri or entry.children or not had):
            kept.append(entry)
    return [entry for entry in kept if entry.uri or entry.children]


def depth(entry: Entry) -> int:
    """Return how many levels an entry has."""
    return 1 + max(map(depth, entry.children), default=0)


def code_colours(light: Any, dark: Any) -> str:
    """Return the style sheet of code, for light and, if there is a style for it, for dark.

    Backgrounds are left to the book's own style sheet.
    """

    def rules(style: Any) -> str:
        lines = HtmlFormatter(style=style).get_style_defs(".highlight").splitlines()
        tokens = [line for line in lines if re.match(r"\.highlight( \.(?!hll)\w+)? \{", line)]
        return "\n".join(re.sub(r"background(-color)?: [^;}]+;? ?", "", line) for line in tokens)

    text = f"{rules(light)}\n"
    return f"{text}@media (prefers-color-scheme: dark) {{\n{rules(dark)}\n}}\n" if dark else text

"""The builder: gathers the book, writes its Typst source, calls the compiler."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst
from sphinx.builders import Builder
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.errors import ConfigError
from sphinx.locale import _, __
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.osutil import make_filename_from_project

from .errors import TypstBookError, explain
from .gather import check_gather
from .highlight import Highlighter
from .markup import escape, label, string, value
from .parts import assemble
from .writer import TypstTranslator

if TYPE_CHECKING:
    from collections.abc import Set

    from docutils import nodes

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
FONTS = HERE / "fonts"  # what the design of this package is set in
PAPERS = ("a4", "us-letter", "a5", "iso-b5")


class TypstBuilder(Builder):
    """Makes one PDF of the whole project."""

    name = "typst"
    format = "typst"
    epilog = __("The PDF is in %(outdir)s.")
    supported_image_types: list[str] = [  # noqa: RUF012 - as Sphinx declares it
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
    ]
    supported_remote_images = False
    default_translator_class = TypstTranslator
    highlighter: Highlighter
    image_paths: dict[str, str]

    # -- where things are

    @property
    def book_name(self) -> str:
        """The name of the PDF, without its suffix."""
        return self.config.typst_name or slug(self.config.project)

    @property
    def folder(self) -> Path:
        """The folder of what the PDF is made from."""
        return Path(self.outdir, "typst")

    @property
    def pdf(self) -> Path:
        """The PDF."""
        return Path(self.outdir, f"{self.book_name}.pdf")

    @property
    def source(self) -> Path:
        """The Typst file of the book."""
        return self.folder / f"{self.book_name}.typ"

    @property
    def template(self) -> Path:
        """The file with the design. Raises ConfigError if it is not there."""
        if not self.config.typst_template:
            return HERE / "book.typ"
        path = Path(self.confdir, self.config.typst_template)
        if not path.is_file():
            raise ConfigError(
                f"typst_template names {self.config.typst_template!r}, and there is no such file: "
                "give a path from the folder of conf.py, or leave the setting out"
            )
        return path

    @property
    def font_paths(self) -> list[Path]:
        """The folders with fonts. Raises ConfigError if one is missing."""
        paths = [FONTS]
        paths += [Path(self.confdir, path) for path in self.config.typst_font_paths]
        for path in paths:
            if not path.is_dir():
                raise ConfigError(
                    f"typst_font_paths names {str(path)!r}, and there is no such folder"
                )
        return paths

    # -- Sphinx's interface

    def init(self) -> None:
        """Check the settings. Raises ConfigError."""
        if self.config.typst_paper not in PAPERS:
            raise ConfigError(
                f"typst_paper is {self.config.typst_paper!r}: choose one of {', '.join(PAPERS)}"
            )
        if self.config.typst_show_urls not in ("no", "footnote"):
            raise ConfigError(
                f"typst_show_urls is {self.config.typst_show_urls!r}: choose 'no' or 'footnote'"
            )
        if wrong := [c for c in self.config.typst_substitutes if len(c) != 1]:
            raise ConfigError(
                f"typst_substitutes has {wrong[0]!r}: each key is one character, its value what to write for it"
            )
        check_gather(self.config.typst_gather)
        self.checked = self.template, self.font_paths

    def get_outdated_docs(self) -> str | list[str]:
        """Return nothing if the PDF is newer than all it is made from and no setting changed."""
        try:
            made = self.pdf.stat().st_mtime
            known = json.loads((self.folder / "made-from.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return "the book"
        if known != self.fingerprint():
            return "the book"
        for path in self.inputs():
            try:
                if path.stat().st_mtime > made:
                    return "the book"
            except OSError:
                return "the book"
        return []

    def inputs(self) -> Iterator[Path]:
        """Yield the files whose change makes the PDF outdated, besides the sources that Sphinx watches."""
        yield from HERE.glob("*.py")
        yield self.template
        for docname in self.env.found_docs:
            yield Path(self.doctreedir, f"{docname}.doctree")
        for image in self.env.images:
            yield Path(self.srcdir, image)
        for folder in self.font_paths:
            yield from folder.iterdir()

    def fingerprint(self) -> str:
        """Return a digest of the settings that the PDF depends on."""
        names = (
            "project",
            "author",
            "release",
            "version",
            "copyright",
            "language",
            "today",
            "numfig",
        )
        own = [v.name for v in self.config if v.name.startswith("typst_")]
        settings = {name: repr(self.config[name]) for name in sorted([*names, *own])}
        settings["epoch"] = os.environ.get("SOURCE_DATE_EPOCH", "")
        settings["compiler"] = typst.__version__
        settings["documents"] = repr(sorted(self.env.found_docs))
        settings["tags"] = repr(sorted(self.tags))
        return hashlib.sha256(json.dumps(settings).encode()).hexdigest()

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a document within the book, for the translator to read."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same: there is one file."""
        return self.get_target_uri(to, typ)

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the Typst source and the PDF. Raises TypstBookError if the compiler refuses it."""
        self.pdf.unlink(missing_ok=True)  # an old one must not pass for the new
        self.folder.mkdir(parents=True, exist_ok=True)
        with progress_message(__("gathering the book")):
            tree = assemble(self)
            self.post_process_images(tree)
            self.image_paths = self.copy_images()
        with progress_message(__("writing %s") % self.source.name):
            self.source.write_text(self.typst_of(tree), encoding="utf-8")
            shutil.copyfile(self.template, self.folder / "book.typ")
            (self.folder / "settings.typ").write_text(self.settings(), encoding="utf-8")
        with progress_message(__("making %s") % self.pdf.name):
            self.compile()
        (self.folder / "made-from.json").write_text(
            json.dumps(self.fingerprint()), encoding="utf-8"
        )

    # -- the parts of the work

    def copy_images(self) -> dict[str, str]:
        """Copy the images beside the source; return the path of each by its URI."""
        folder = self.folder / "images"
        folder.mkdir(exist_ok=True)
        paths = {}
        for uri, name in self.images.items():
            shutil.copyfile(Path(self.srcdir, uri), folder / name)
            paths[uri] = f"images/{name}"
        return paths

    def typst_of(self, tree: nodes.document) -> str:
        """Return the Typst source of the book."""
        style = self.config.typst_pygments_style or self.config.pygments_style or "default"
        self.highlighter = Highlighter(style)
        translator = self.create_translator(tree, self)
        tree.walkabout(translator)
        palette = self.highlighter.palette
        background = palette.style.background_color
        head = (
            f"// Made by Sphinx from the sources of {self.config.project!r}: a change belongs there.\n"
            '#import "book.typ": *\n'
            f"#let looks = {palette.typst()}\n"
            f"#let listing = listing.with(looks: looks, background: rgb({string(background)}))\n"
            f"#show: book.with(\n{self.particulars()})\n"
        )
        return head + translator.body + self.index_of(translator)

    @property
    def moment(self) -> datetime.datetime:
        """When the book was made: SOURCE_DATE_EPOCH if it is set, else now."""
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if epoch:
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        return datetime.datetime.now(datetime.UTC).replace(microsecond=0)

    def particulars(self) -> str:
        """Return what the design is told about the book, as named arguments."""
        config = self.config
        title = config.typst_title or config.project
        language, _sep, region = (config.language or "en").replace("-", "_").partition("_")
        date = self.moment
        told: dict[str, Any] = {
            "title": title,
            "subtitle": config.typst_subtitle,
            "author": config.typst_author or config.author,
            "description": config.typst_description or title,
            "keywords": list(config.typst_keywords),
            "release": config.release,
            "copyright": config.copyright
            if isinstance(config.copyright, str)
            else ", ".join(config.copyright),
            "imprint": list(config.typst_imprint),
            "language": language,
            "region": region.upper() or None,
            "day": config.today or f"{date.year:04}-{date.month:02}-{date.day:02}",
        }
        lines = [f"  {name}: {value(item)},\n" for name, item in told.items()]
        return (
            "".join(lines)
            + f"  date: datetime(year: {date.year}, month: {date.month}, day: {date.day}),\n"
        )

    def settings(self) -> str:
        """Return ``settings.typ``: what the design must know before it defines anything."""
        told = {
            "paper": self.config.typst_paper,
            "screen": bool(self.config.typst_screen),
            "words": {
                "contents": _("Contents"),
                "index": _("Index"),
                "page": _("page"),
                "part": _("Part"),
                "release": _("Release"),
                "continued": _("continued"),
            },
            "options": self.config.typst_template_options,
        }
        return f"// Made by Sphinx, for book.typ beside this file.\n#let settings = {value(told)}\n"

    def index_of(self, translator: TypstTranslator) -> str:
        """Return the index of the book, from the entries of its documents; empty if there are none."""
        if not self.config.typst_use_index:
            return ""
        groups = IndexEntries(self.env).create_index(self)
        known = translator.labels

        def places(links: list[tuple[str | None, str | bool]]) -> str:
            found = []
            for main, uri in links:
                target = translator.target_of_uri(str(uri))
                if target in known and known[target] in translator.written:
                    found.append(f"({label(known[target])}, {'true' if main else 'false'}), ")
            return "(" + "".join(found) + ")"

        out = []
        for letter, entries in groups:
            rows = []
            for word, (links, subs, _key) in entries:
                here = places(links)
                inner = [(escape(s), places(at)) for s, at, *_ in subs]
                inner = [(s, at) for s, at in inner if at != "()"]
                if here == "()" and not inner:
                    continue
                below = "".join(f"([{s}], {at}), " for s, at in inner)
                rows.append(f"  ([{escape(word)}], {here}, ({below})),\n")
            if rows:
                out.append(f"([{escape(letter)}], (\n{''.join(rows)})),\n")
        if not out:
            return ""
        return f"\n#book-index({label('genindex:')}, [{escape(_('Index'))}], (\n{''.join(out)}))\n"

    def compile(self) -> None:
        """Call the compiler. Raises TypstBookError, which names the source of each error."""
        try:
            compiler = typst.Compiler(
                self.source,
                root=self.folder,
                font_paths=self.font_paths,
                ignore_system_fonts=True,
            )
            data, warnings = compiler.compile_with_warnings(
                format="pdf",
                pdf_standards=list(self.config.typst_pdf_standards),
                timestamp=self.moment,
            )
        except typst.TypstError as error:
            raise TypstBookError(explain(error.diagnostic, self.source, self.srcdir)) from None
        for warning in warnings:
            logger.warning(
                "%s",
                explain(warning.diagnostic, self.source, self.srcdir),
                type="typst",
                subtype="compiler",
            )
        assert isinstance(data, bytes)  # noqa: S101 - for the type checker: one PDF, not pages
        part = self.pdf.with_suffix(".part")
        part.write_bytes(data)
        part.replace(self.pdf)


def slug(text: str) -> str:
    """Return ``text`` as a file name: lower case, words joined by hyphens."""
    words = "".join(c if c.isalnum() else " " for c in text.casefold()).split()
    return "-".join(words) or make_filename_from_project(text)

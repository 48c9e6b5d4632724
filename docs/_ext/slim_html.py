"""Pages that weigh little: what no page needs is not sent.

Three things, each at one place.

*Files*: of the scripts and style sheets which Sphinx, the theme and the extensions register, pages do not load those
that do nothing here (``slim_without`` in conf.py; a name that nothing registers is an error, so that the list cannot
rot). Style sheets lose what no page can use (``slim_css``), scripts lose comments.

*Search*: Sphinx's own index and scripts are not made, for the search dialog of sphinx-searchlite has its own, which is
fetched when a reader turns to the search field (``_static/book.js``).

*Markup*: pages lose the templates' indentation and comments, icons that they do not show, and links to ids that are
not permanent.

``docs/_ext/page_weight.py`` measures what is left.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import slim_css
from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.jinja2glue import BuiltinTemplateLoader

_BUILDERS = {"html", "dirhtml"}

# What must stay as it is, to the letter.
_VERBATIM = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
_COMMENT = re.compile(r"<!--(?!\[if).*?-->", re.DOTALL)
_INDENT = re.compile(r"[ \t]*\n\s*")
_VERSIONED = re.compile(r"(_static/[\w./-]+\.(?:css|js))\?v=([0-9a-f]+)")
_SCRIPT = re.compile(r"<script\b[^>]*>")
_SYMBOL = re.compile(r'<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)
_LITERAL = re.compile(r'<code class="docutils literal notranslate">(.*?)</code>', re.DOTALL)
_WORD = re.compile(r'<span class="pre">([^<]*)</span>')
# A link to itself beside a heading, seen under the pointer: its tooltip says what the sign says.
_TOOLTIP = re.compile(r'(<a class="headerlink" href="[^"]*") title="[^"]*"')
# An id that docutils counted (id7) is another one after the next edit: nobody should link to it.
_COUNTED = re.compile(r'<a class="headerlink" href="#id\d+">[^<]*</a>')
# docutils adds one to each page; the theme has its own.
_SECOND_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1" />'


def without_padding(html: str) -> str:
    """Return ``html`` without comments and indentation, except in pre, script, style and textarea."""
    # re.split gives plain, verbatim, tag name, plain, ...: two groups in the pattern.
    parts = _VERBATIM.split(html)
    for i in range(0, len(parts), 3):
        parts[i] = _INDENT.sub("\n", _COMMENT.sub("", parts[i]))
    del parts[2::3]
    return "".join(parts)


def with_short_literals(html: str) -> str:
    """Return ``html`` with inline literals as ``<code class="literal notranslate">``, words not wrapped one by one.

    docutils puts each word into a ``<span class="pre">``, for which the theme has no style.
    """

    def shorten(match: re.Match[str]) -> str:
        words = _WORD.sub(r"\1", match[1])
        return f'<code class="literal notranslate">{words}</code>'

    return _LITERAL.sub(shorten, html)


def without_idle_links(html: str) -> str:
    """Return ``html`` without permanent links to ids that are not permanent, and without tooltips on the others."""
    return _COUNTED.sub("", _TOOLTIP.sub(r"\1", html))


def without_script_comments(script: str) -> str:
    """Return ``script`` without lines that hold a comment only, and without indentation.

    No parser of JavaScript: a comment after code stays. White space at the start of lines goes also in multi-line
    template strings, which in the scripts used here hold HTML.
    """
    lines, inside = [], False
    for line in map(str.strip, script.splitlines()):
        starts = line.startswith("/*") and not line.startswith("/*!")
        if inside or starts:
            inside = "*/" not in line
            if not inside and (rest := line.split("*/", 1)[1].strip()):
                lines.append(rest)
        elif line and not line.startswith("//"):
            lines.append(line)
    return "\n".join(lines) + "\n"


def without_unused_icons(html: str) -> str:
    """Return ``html`` without those ``<symbol>`` elements that no ``<use>`` on the page names."""
    used = set(re.findall(r'href="#([\w-]+)"', html))
    return _SYMBOL.sub(lambda match: match[0] if match[1] in used else "", html)


class SlimTemplates(BuiltinTemplateLoader):
    """Sphinx's templates, with each finished page made smaller."""

    def init(self, builder: Any, *args: Any, **kwargs: Any) -> None:
        """Remember the builder: only pages for the web are changed."""
        super().init(builder, *args, **kwargs)
        self.finishing = builder.name in _BUILDERS
        # Compiled templates are kept from one build to the next.
        compiled = Path(builder.doctreedir) / "templates"
        compiled.mkdir(parents=True, exist_ok=True)
        self.environment.bytecode_cache = FileSystemBytecodeCache(str(compiled))
        self.app_events = builder.events

    def render(self, template: str, context: dict[str, Any]) -> str:
        """Render ``template``; an HTML page passes through ``page-rendered`` and is then made smaller."""
        html = super().render(template, context)
        if not (self.finishing and template.endswith(".html")):
            return html
        for changed in self.app_events.emit("page-rendered", context, html):
            html = changed or html
        html = html.replace(_SECOND_VIEWPORT, "", 1)
        for shorten in (
            without_unused_icons,
            with_short_literals,
            without_idle_links,
            without_padding,
        ):
            html = shorten(html)
        return html


def without(registered: Iterable[Any], names: Iterable[str]) -> list[Any]:
    """Return the ``registered`` scripts or style sheets except those called ``names``, in the same order."""
    names = set(names)
    return [file for file in registered if _name(file) not in names]


def _name(file: Any) -> str:
    return str(file.filename or "").removeprefix("_static/")


def _choose_files(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    names = set(app.config.slim_without)
    if app.builder.name == "epub":
        context["css_files"] = without(context["css_files"], names)
    if app.builder.name not in _BUILDERS or not names:
        return
    registered = {_name(file) for file in (*context["script_files"], *context["css_files"])}
    if missing := sorted(names - registered):
        raise ExtensionError(
            f"docs/conf.py: slim_without names {', '.join(missing)}, which nothing registers. "
            f"Registered are: {', '.join(sorted(registered - {''}))}. Correct the list."
        )
    context["script_files"] = without(context["script_files"], names)
    context["css_files"] = without(context["css_files"], names)


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page that the search form names, in place of the one that belongs to Sphinx's own search."""
    if app.builder.name in _BUILDERS and not app.builder.search:
        yield "search", {}, "search.html"


def _set_up_builder(app: Sphinx) -> None:
    if app.builder.name in _BUILDERS and "sphinx_searchlite" in app.extensions:
        app.builder.search = False


def scripts_in_use(static: Path, html: str) -> set[Path]:
    """Return the scripts below ``static`` which pages load, and those which these scripts name."""
    scripts = {path: path.read_text(encoding="utf-8") for path in static.rglob("*.js")}
    found: set[Path] = set()
    texts = [html]
    while texts:
        text = texts.pop()
        for path in set(scripts) - found:
            if re.search(rf"(?<![\w.-]){re.escape(path.name)}\b", text):
                found.add(path)
                texts.append(scripts[path])
    return found


class _Pages:
    """What the pages of a site use of its files. Only pages that changed since the last build are read."""

    def __init__(self, out: Path, kept: Path | None = None) -> None:
        """Look at the pages below ``out``; ``kept`` is a file for what was seen, if it shall be kept."""
        self.kept = kept
        try:
            known = json.loads(kept.read_text(encoding="utf-8")) if kept else {}
        except (OSError, ValueError):
            known = {}
        self.seen: dict[str, dict[str, Any]] = {}
        for path in out.rglob("*.html"):
            page = path.relative_to(out).as_posix()
            facts = known.get(page, {})
            self.seen[page] = facts if facts.get("stamp") == self._stamp(path) else self._look(path)

    @staticmethod
    def _stamp(path: Path) -> list[int]:
        status = path.stat()
        return [status.st_mtime_ns, status.st_size]

    def _look(self, path: Path) -> dict[str, Any]:
        html = path.read_text(encoding="utf-8")
        return {
            "stamp": self._stamp(path),
            "names": sorted(slim_css.names_in_html(html)),
            "scripts": _SCRIPT.findall(html),
            "variables": sorted(set(slim_css.uses_of_variables(html))),
            "addresses": sorted({match[0] for match in _VERSIONED.finditer(html)}),
        }

    def all(self, fact: str) -> set[str]:
        """Return what all pages together have of ``fact``."""
        return {value for facts in self.seen.values() for value in facts[fact]}

    def date(self, out: Path, checksums: dict[str, str]) -> None:
        """Put the checksums of files into the addresses by which pages load them.

        Browsers keep a file by its address, and what it contains is known only now.
        """

        def address(match: re.Match[str]) -> str:
            return f"{match[1]}?v={checksums.get(match[1], match[2])}"

        for page, facts in self.seen.items():
            if any(_VERSIONED.sub(address, old) != old for old in facts["addresses"]):
                path = out / page
                path.write_text(_VERSIONED.sub(address, path.read_text(encoding="utf-8")), "utf-8")
                self.seen[page] = self._look(path)
        if self.kept:
            self.kept.write_text(json.dumps(self.seen), encoding="utf-8")


def _shorten_files(out: Path, static: Path, kept: Path | None = None) -> None:
    pages = _Pages(out, kept)
    used = pages.all("names")
    checksums = {}

    def write(path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        checksums[path.relative_to(out).as_posix()] = f"{zlib.crc32(text.encode()):08x}"

    for path in scripts_in_use(static, "".join(sorted(pages.all("scripts")))):
        text = without_script_comments(path.read_text(encoding="utf-8"))
        used |= slim_css.names_in_script(text)
        write(path, text)
    styles = {}
    for path in static.rglob("*.css"):
        text = slim_css.without_comments(path.read_text(encoding="utf-8"))
        try:
            styles[path] = slim_css.without_unused_rules(text, used)
        except ValueError as error:
            raise ExtensionError(f"{path}: {error}. Mend the style sheet.") from error
    # Pages may use variables in style attributes and in inline pictures.
    in_pages = " ".join(f"var({name})" for name in sorted(pages.all("variables")))
    for path, text in slim_css.without_unused_variables(styles, in_pages).items():
        write(path, text)
    pages.date(out, checksums)


def _finish_files(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name not in _BUILDERS:
        return
    static = Path(app.outdir) / "_static"
    _shorten_files(Path(app.outdir), static, Path(app.doctreedir) / "slim_html.json")
    if "sphinx_searchlite" in app.extensions:
        # A page opened from the disk may not fetch the index, but it may load it as a script (book.js).
        index = static / app.config.searchlite_index_filename
        data = json.loads(index.read_text(encoding="utf-8"))
        index.with_suffix(".js").write_text(
            f"bookIndex={json.dumps(data, separators=(',', ':'))}", encoding="utf-8"
        )


def _use_templates(app: Sphinx, config: Any) -> None:
    config.template_bridge = f"{__name__}.SlimTemplates"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value("slim_without", [], "html", types=(list,))
    app.add_event("page-rendered")
    app.connect("config-inited", _use_templates)
    app.connect("builder-inited", _set_up_builder)
    app.connect("html-collect-pages", _search_page)
    app.connect("html-page-context", _choose_files, priority=900)
    app.connect("build-finished", _finish_files, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

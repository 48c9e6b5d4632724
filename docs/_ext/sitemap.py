"""sitemap.xml: the addresses of all pages, for search engines (https://www.sitemaps.org/protocol.html).

Written from the list of documents, so that it is whole after a build that wrote one page only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sphinx.application import Sphinx


def sitemap(base: str, addresses: list[str]) -> str:
    """Return the text of a sitemap for ``addresses``, which are relative to ``base``."""
    locations = "\n".join(
        f"<url><loc>{escape(base + address)}</loc></url>" for address in sorted(addresses)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{locations}\n</urlset>\n'
    )


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.name in {"html", "dirhtml"} and app.config.html_baseurl:
        addresses = [app.builder.get_target_uri(name) for name in app.env.found_docs]
        text = sitemap(app.config.html_baseurl, addresses)
        (Path(app.outdir) / "sitemap.xml").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("build-finished", _write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

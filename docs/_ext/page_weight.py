"""Measure what a reader's browser fetches for a page of the built book.

    python docs/_ext/page_weight.py build/html weeks/week02_sockets_to_wsgi.html

lists each file with its size as it lies on the disk, as gzip sends it and as Brotli does, for a first visit and for
the next page, whose scripts, style sheets and icon the browser has kept. The search index is not part of it: it is
fetched when somebody searches. Exits with 1 if a limit is passed.

What counts is Brotli at quality 5, which a content delivery network uses when it compresses while it sends, and which
every current browser takes over HTTPS. gzip, at its best, stands beside it for hosts that know nothing else.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import brotli

# Bytes over the wire, compressed: the most that a week's page should weigh.
FIRST_VISIT = 75_000
NEXT_PAGE = 60_000

_CSS_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')]*))\s*\)|@import\s+["']([^"']+)"""
)
_FETCHED_LINKS = {
    "stylesheet",
    "icon",
    "shortcut",
    "preload",
    "prefetch",
    "modulepreload",
    "manifest",
}
_FETCHED_ATTRIBUTES = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "input": ("src",),
}


class PageWeightError(ValueError):
    """A page, or a file it loads, that is not there."""


@dataclass(frozen=True)
class Resource:
    """A file that a page loads: its path below the folder of the site, and its sizes in bytes."""

    path: str
    size: int
    gzip: int
    compressed: int

    @classmethod
    def measured(cls, path: str, data: bytes) -> Resource:
        """Return the resource at ``path`` whose content is ``data``."""
        # mtime=0: the header of a gzip file holds a time.
        best_gzip = len(gzip.compress(data, 9, mtime=0))
        return cls(path, len(data), best_gzip, len(brotli.compress(data, quality=5)))


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.later: list[str] = []
        """Pictures with ``loading="lazy"``, fetched by whoever scrolls that far."""
        self.style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and _FETCHED_LINKS & set(given.get("rel", "").lower().split()):
            self.found.append(given.get("href", ""))
        into = self.later if given.get("loading") == "lazy" else self.found
        for name in _FETCHED_ATTRIBUTES.get(tag, ()):
            # A srcset is a list of "address size".
            for part in (
                given.get(name, "").split(",") if name == "srcset" else [given.get(name, "")]
            ):
                into += part.split()[:1]
        self.found += css_addresses(given.get("style", ""))
        self.style = tag == "style"

    def handle_data(self, data: str) -> None:
        if self.style:
            self.found += css_addresses(data)

    def handle_endtag(self, tag: str) -> None:
        self.style = False


def css_addresses(css: str) -> list[str]:
    """Return the addresses that a style sheet fetches with ``url()`` or ``@import``, as written."""
    found = ("".join(groups) for groups in _CSS_ADDRESS.findall(css))
    return [address for address in found if address and not address.startswith(("data:", "#"))]


def html_addresses(html: str, *, lazy: bool = True) -> list[str]:
    """Return the addresses of what a page fetches by itself (not of what it links to), as written.

    Pictures that are only fetched when they come into sight are among them unless ``lazy`` is false.
    """
    parser = _Addresses()
    parser.feed(html)
    found = [address for address in parser.found + parser.later * lazy if address]
    return [address for address in found if not address.startswith(("data:", "#"))]


def outside(address: str) -> bool:
    """Return whether ``address`` leads to another server."""
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in {"", "data"}


def resources(site: Path, page: str) -> list[Resource]:
    """Return what a browser fetches for ``page`` on a first visit, the page itself first.

    Raises :class:`PageWeightError` if a file is missing or lies on another server.
    """
    waiting, seen, found = [page], set(), []
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        path = site / name
        if not path.is_file():
            raise PageWeightError(
                f"{path} does not exist. "
                + (
                    "Build the site first."
                    if name == page
                    else f"{page} loads it: correct its address."
                )
            )
        data = path.read_bytes()
        found.append(Resource.measured(name, data))
        if path.suffix == ".html":
            addresses = html_addresses(data.decode())
            later = set(addresses) - set(html_addresses(data.decode(), lazy=False))
        else:
            addresses = css_addresses(data.decode()) if path.suffix == ".css" else []
            later = set()
        for address in addresses:
            if outside(address):
                raise PageWeightError(
                    f"{path} loads {address} from another server. Bring it into the tree."
                )
            if address not in later:
                waiting.append(unquote(urlsplit(urljoin(f"/{name}", address)).path).lstrip("/"))
    return found


def weigh(site: Path, page: str) -> dict[str, object]:
    """Return the weight of ``page`` in bytes: ``first_visit``, ``next_page`` and each file."""
    files = resources(site, page)
    return {
        "page": page,
        "first_visit": sum(file.compressed for file in files),
        "next_page": files[0].compressed,
        "files": [vars(file) for file in files],
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the weight of the pages named on the command line."""
    parser = argparse.ArgumentParser(description="Measure what a browser fetches for a page.")
    parser.add_argument("site", type=Path, help="folder of the built HTML")
    parser.add_argument("pages", nargs="+", help="paths of pages below it")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        weights = [weigh(options.site, page) for page in options.pages]
    except PageWeightError as error:
        parser.error(str(error))
    if options.json:
        print(json.dumps(weights, indent=2))
    for weight in [] if options.json else weights:
        print(f"{weight['page']}\n{'bytes':>9} {'gzip':>7} {'brotli':>7}")
        for file in weight["files"]:
            print(f"{file['size']:>9,} {file['gzip']:>7,} {file['compressed']:>7,}  {file['path']}")
        print(f"{'':17} {weight['first_visit']:>7,}  first visit (at most {FIRST_VISIT:,})")
        print(f"{'':17} {weight['next_page']:>7,}  next page (at most {NEXT_PAGE:,})\n")
    over = any(w["first_visit"] > FIRST_VISIT or w["next_page"] > NEXT_PAGE for w in weights)
    return int(over)


if __name__ == "__main__":
    raise SystemExit(main())

"""What every test of the suite says when a rule does not hold."""

from __future__ import annotations

import json
import textwrap
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest
from selectolax.lexbor import LexborHTMLParser

rule = pytest.mark.rule
"""Marks a test with the rules that it checks: ``@rule("L2.3")``."""

needs = pytest.mark.needs
"""Marks a test with levels that it uses beyond those of its rules: ``@needs("L2")``."""

WIDTH = 88
SENT = 400
"""So many characters of what was sent are shown."""
RECEIVED = 600
"""So many characters of what came back are shown."""
_RELEVANT = {
    "allow",
    "cache-control",
    "content-length",
    "content-type",
    "etag",
    "last-modified",
    "location",
    "set-cookie",
    "www-authenticate",
    "x-content-type-options",
    "x-frame-options",
}

_contract = tomllib.loads(
    Path(__file__).parents[1].joinpath("contract.toml").read_text(encoding="utf-8")
)
LEVELS = [level["id"] for level in _contract["level"]]
RULES = {entry["id"]: entry["text"].replace("``", "`") for entry in _contract["rule"]}

_checked: list[str] = []
"""The rules of the test that runs."""


def now_checking(rules: Iterable[str]) -> None:
    """Note the rules of the test that begins."""
    _checked[:] = rules


class ContractBroken(AssertionError):
    """A rule does not hold. The text is for the person whose program breaks it."""


def shortened(text: str, limit: int) -> str:
    """Return ``text`` without its end where it is longer than ``limit`` characters."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}... ({len(text)} characters)"


@dataclass
class Answer:
    """One request and what came back."""

    method: str
    url: str
    sent: str
    """The headers that matter and the body, as text for messages."""
    status: int
    reason: str
    headers: httpx2.Headers
    body: bytes

    @property
    def path(self) -> str:
        """The path and query that were asked for."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def media_type(self) -> str:
        """The media type, without parameters and in small letters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def text(self) -> str:
        """The body as UTF-8."""
        try:
            return self.body.decode("utf-8")
        except UnicodeDecodeError:
            raise broken("a body in UTF-8", self) from None

    @cached_property
    def page(self) -> LexborHTMLParser:
        """The body as HTML, read as the standard says that browsers do."""
        expect(self.media_type == "text/html", "an HTML page", self)
        return LexborHTMLParser(self.text)

    @cached_property
    def json(self) -> object:
        """The body as JSON, which has no NaN."""

        def refuse(name: str) -> None:
            raise ValueError(f"{name} is no JSON")

        try:
            return json.loads(self.body, parse_constant=refuse)
        except ValueError:
            raise broken("a body in JSON", self) from None

    @property
    def location(self) -> str:
        """The address it redirects to, made absolute; "" if it does not."""
        value = self.headers.get("location")
        return "" if value is None else urljoin(self.url, value)

    @property
    def redirects(self) -> bool:
        """Whether a browser goes on with GET to another page."""
        return self.status in (302, 303) and bool(self.location)

    def must_be(self, *statuses: int) -> Answer:
        """Check the status and return the answer itself."""
        __tracebackhide__ = True
        words = " or ".join(map(str, statuses))
        expect(self.status in statuses, f"the status {words}", self)
        return self

    def must_redirect(self, path: str | None = None) -> Answer:
        """Check for a redirect, 303 or 302, to ``path`` if it is given."""
        __tracebackhide__ = True
        wanted = "a redirect, 303 or 302" + (f", to {path}" if path else "")
        expect(self.redirects, wanted, self)
        expect(path in (None, urlsplit(self.location).path), wanted, self)
        return self

    def described(self) -> str:
        """Return the request and the response as text."""
        sent = f"{self.method} {self.path}"
        if self.sent:
            sent += f"\n{shortened(self.sent, SENT)}"
        came = f"{self.status} {self.reason}"
        for name, value in self.headers.multi_items():
            if name.lower() in _RELEVANT:
                came += f"\n{name.title()}: {shortened(value, 200)}"
        body = self.body.decode("utf-8", "replace").strip()
        if "<main" in body:
            body = body[body.index("<main") :]
        if body:
            came += f"\n\n{shortened(body, RECEIVED)}"
        indent = "    "
        return (
            f"Sent\n{textwrap.indent(sent, indent)}\n"
            f"Came back\n{textwrap.indent(came, indent)}"
        )


@dataclass
class Got:
    """Something other than an answer that is shown in a message, under a heading."""

    heading: str
    text: str = field(default="")

    def described(self) -> str:
        """Return heading and text."""
        return (
            f"{self.heading}\n{textwrap.indent(shortened(self.text, RECEIVED), '    ')}"
        )


def expect(
    condition: object, wanted: str, *shown: Answer | Got, rule: str | None = None
) -> None:
    """Check one thing that a rule asks for.

    ``wanted`` says in words what must be; ``shown`` are the requests with their answers that the
    message shows; ``rule`` is by default the first rule of the test. Raises ContractBroken with
    all that if ``condition`` is false.
    """
    __tracebackhide__ = True
    if not condition:
        raise broken(wanted, *shown, rule=rule)


def broken(
    wanted: str, *shown: Answer | Got, rule: str | None = None
) -> ContractBroken:
    """Return the exception that :func:`expect` raises."""
    name = rule or _checked[0]
    got = next((f", got {s.status}" for s in shown if isinstance(s, Answer)), "")
    parts = [
        f"{name}: expected {wanted}{got}",
        "",
        f"Rule {name}",
        *textwrap.wrap(
            RULES[name], WIDTH, initial_indent="    ", subsequent_indent="    "
        ),
        f"    (docs/reference/contract.rst, rule {name})",
        "Expected",
        *textwrap.wrap(wanted, WIDTH, initial_indent="    ", subsequent_indent="    "),
        *(entry.described() for entry in shown),
    ]
    return ContractBroken("\n".join(parts))

"""Write down what a right program is asked and what it answers, for the page of the contract.

    python -m contract.exchanges [APPLICATION]

with ``examples`` on PYTHONPATH runs one of the applications and writes each exchange, a request
and its answer, to ``examples/contract/exchanges/NAME.http``. What differs from run to run
(cookies, tokens, moments) reads as ``...``; fields of the head that no rule is about are left out.
``test_exchanges.py`` compares the files with a new run.
"""

from __future__ import annotations

import http.client
import json
import re
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser

from contract.applications import ManifestError, find, running

FOLDER = Path(__file__).with_name("exchanges")
APPLICATION = "fastapi"
SHOWN = (
    "Content-Type",
    "Location",
    "Allow",
    "Set-Cookie",
    "WWW-Authenticate",
    "X-Content-Type-Options",
)
"""The fields of an answer's head that rules are about; others are left out."""

VARYING = {
    r'("token": ")[^"]+': r"\1...",
    r'("(?:created_at|expires_at)": ")[^"]+': r"\1...",
    r"(Bearer )[\w.~+/=-]{20,}": r"\1...",
    r"(Set-Cookie: \w+=)[^;]+": r"\1...",
    r"(Cookie: \w+=)[^;\n]+": r"\1...",
    r"(csrf\w*=)[^&\n]+": r"\1...",
    r'("/photos/)[^".]+': r"\1...",
    r"(/api/reports/)[^\"/\s]+": r"\1...",
    r'("id": )"[^"]+"': r'\1"..."',
}
"""What differs from run to run, as patterns, and what stands for it."""

BOUNDARY = "boundary-of-a-browser"


def tiny_png() -> bytes:
    """Return a PNG of one green pixel, by the PNG specification's chunks."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\x20\x80\x40")
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


class Browser:
    """A client that keeps cookies, and writes down what it sends and gets."""

    def __init__(self, port: int) -> None:
        """Talk to a server on this machine; nothing was sent yet."""
        self.port = port
        self.cookies: dict[str, str] = {}
        self.answer = b""
        self.written = ""

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        shown: str | None = None,
        part: str = "main",
        **headers: str,
    ) -> None:
        """Send a request; ``shown`` stands for its body, ``part`` is what is shown of a page."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            pairs = [f"{name}={value}" for name, value in self.cookies.items()]
            fields["Cookie"] = "; ".join(pairs)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body or None, fields)
        reply = connection.getresponse()
        self.answer = reply.read()
        for cookie in reply.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        lines = [f"{method} {path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        sent = body.decode("utf-8") if shown is None else shown
        lines += ["", *([sent, ""] if sent else [])]
        lines += [f"HTTP/1.1 {reply.status} {reply.reason}"]
        for name in SHOWN:
            lines += [f"{name}: {value}" for value in reply.headers.get_all(name, [])]
        got = self.body_of(reply, part)
        self.written = "\n".join([*lines, *(["", got] if got else [])])
        connection.close()

    def body_of(self, reply: http.client.HTTPResponse, part: str) -> str:
        """Return what is shown of the answer's body: JSON by lines, the part of a page, a text."""
        kind = reply.headers.get_content_type()
        if kind.endswith("json") and self.answer:
            return json.dumps(json.loads(self.answer), indent=2, ensure_ascii=False)
        if kind == "text/html" and self.answer:
            shown = LexborHTMLParser(self.answer).css_first(part).html
            if part != "main":  # a line for each attribute of a single element
                return shown.replace('" ', '"\n  ')
            first, second, *lines, last = filter(str.strip, shown.splitlines())
            return "\n".join([first, f"  {second.strip()}", *lines, last.strip()])
        return self.answer.decode("utf-8").rstrip("\n")

    def fields(self, path: str, at: str) -> dict[str, str]:
        """Return the hidden fields of the form on ``path`` that is sent to ``at``."""
        self.ask("GET", path)
        page = LexborHTMLParser(self.answer)
        form = page.css_first(f'form[action$="{at}"], form:not([action])')
        hidden = form.css("input[type=hidden]") if form else []
        return {field.attributes["name"]: field.attributes["value"] for field in hidden}

    def submit(self, path: str, values: Mapping[str, str], **options: str) -> None:
        """Fill in the form on ``path`` and send it, as a browser does."""
        body = urlencode({**self.fields(path, path), **values}).encode()
        kind = "application/x-www-form-urlencoded"
        self.ask("POST", path, body, Content_Type=kind, **options)

    def json(self, method: str, path: str, value: object, **headers: str) -> None:
        """Send a value as JSON."""
        body = json.dumps(value, indent=2).encode()
        self.ask(method, path, body, Content_Type="application/json", **headers)

    def upload(self, page: str, path: str, photo: bytes) -> None:
        """Send a photo by the form on ``page``."""
        hidden = self.fields(page, path)
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in hidden.items()
        ]
        file = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; '
            'filename="heron.png"\r\nContent-Type: image/png\r\n\r\n'
        )
        end = f"\r\n--{BOUNDARY}--\r\n".encode()
        body = "".join(parts).encode() + file.encode() + photo + end
        shown = file.replace("\r\n", "\n") + f"[{len(photo):,} bytes]"
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        self.ask("POST", path, body, shown=shown, Content_Type=kind)


def exchanges(port: int) -> Iterator[tuple[str, str]]:
    """Talk to the application on ``port``; yield name and text of each exchange."""
    browser = Browser(port)

    def written(name: str) -> tuple[str, str]:
        text = browser.written
        for pattern, stand_in in VARYING.items():
            text = re.sub(pattern, stand_in, text)
        return name, text.replace(f"127.0.0.1:{port}", "127.0.0.1:8000") + "\n"

    browser.ask("GET", "/healthz")
    yield written("l0_health")
    browser.ask("POST", "/healthz")
    yield written("l0_wrong_method")
    browser.ask("GET", "/sightings/1")
    yield written("l1_sighting")

    browser.ask("GET", "/sightings/new")
    yield written("l3_login_wanted")
    account = {"username": "rosa", "password": "twelve grey herons"}
    browser.submit("/register", account)
    browser.submit("/login", account)
    yield written("l3_login")
    heron = {
        "species": "Heron",
        "count": "0",
        "place": "uk/cam",
        "seen_on": "2026-05-31",
        "notes": "",
    }
    browser.submit("/sightings/new", heron, part="[aria-invalid]")
    yield written("l2_invalid")
    browser.submit("/sightings/new", {**heron, "count": "2"})
    yield written("l2_made")
    sighting = browser.written.partition("\nLocation: ")[2].partition("\n")[0]
    browser.upload(sighting, f"{sighting}/photo", tiny_png())
    yield written("l5_photo")

    program = Browser(port)
    program.json("POST", "/api/tokens", account)
    browser = program
    yield written("l4_token")
    bearer = {"Authorization": f"Bearer {json.loads(program.answer)['token']}"}
    program.ask("GET", "/api/sightings?species=swift&per_page=1")
    yield written("l4_list")
    new = {**heron, "count": 2}
    program.json("POST", "/api/sightings", new)
    yield written("l4_no_token")
    program.json("POST", "/api/sightings", {**new, "count": "two"}, **bearer)
    yield written("l4_invalid")
    program.json("POST", "/api/sightings", new, **bearer)
    yield written("l4_made")
    path = f"/api/sightings/{json.loads(program.answer)['id']}"
    program.json("PATCH", path, {"count": 3}, **bearer)
    yield written("l4_changed")
    program.ask("DELETE", path, **bearer)
    yield written("l4_deleted")
    program.json("POST", "/api/reports", {}, **bearer)
    yield written("l6_report")


def main(arguments: list[str]) -> None:
    """Run the application named by the first argument, and write all exchanges."""
    try:
        application = find(arguments[0] if arguments else APPLICATION)
    except ManifestError as error:
        sys.exit(f"exchanges: {error}")
    FOLDER.mkdir(exist_ok=True)
    with running(application) as program:
        for name, text in exchanges(program.server.port):
            (FOLDER / f"{name}.http").write_text(text, encoding="utf-8")
            print(f"examples/contract/exchanges/{name}.http")


if __name__ == "__main__":
    main(sys.argv[1:])

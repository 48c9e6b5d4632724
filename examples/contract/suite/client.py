"""Somebody with a browser: a client with cookies, that remembers what it was sent."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode, urljoin, urlsplit

import httpx2

from contract.suite.checking import Answer

TIMEOUT = 15
"""Seconds to wait for an answer."""

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Spares every client the time to read the certificates, where they are not used."""

Fields = Iterable[tuple[str, str]]


class Person:
    """A person, or a program, that talks to the site. Redirects are not followed."""

    def __init__(self, url: str, name: str = "guest", password: str = "") -> None:
        """Talk to the site at ``url``; ``name`` and ``password`` are of the account, if any."""
        self.url = url
        self.name = name
        self.password = password
        self.token = ""
        self.set_cookies: dict[str, str] = {}
        """The last Set-Cookie field for each cookie."""
        self.client = httpx2.Client(
            verify=_NO_TLS if url.startswith("http:") else True,
            timeout=TIMEOUT,
            trust_env=False,
            headers={"Connection": "close", "Accept-Encoding": "identity"},
            limits=httpx2.Limits(max_keepalive_connections=0),
        )

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that would be sent, by name."""
        return {cookie.name: cookie.value or "" for cookie in self.client.cookies.jar}

    def set_cookie(self, name: str, value: str) -> None:
        """Put a cookie into the jar."""
        host = urlsplit(self.url).hostname
        self.client.cookies.set(name, value, domain=host)

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        sent: str | None = None,
        files: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
    ) -> Answer:
        """Send a request to ``path``, an address on this site, and return the answer.

        ``files`` and ``data`` are those of httpx2, for multipart forms; ``sent`` is the text that
        messages show for the body.
        """
        headers = dict(headers or {})
        url = urljoin(self.url + "/", path)
        reply = self.client.request(
            method, url, content=body, headers=headers, files=files, data=data
        )
        for line in reply.headers.get_list("set-cookie"):
            self.set_cookies[line.partition("=")[0].strip()] = line
        for cookie in self.client.cookies.jar:
            # Browsers treat this machine as secure, and send such cookies to it.
            cookie.secure = False
        if sent is None:
            sent = (body or b"").decode("utf-8", "replace")
        lines = [f"{name}: {value}" for name, value in headers.items()]
        return Answer(
            method=method,
            url=url,
            sent="\n".join([*lines, sent] if sent else lines),
            status=reply.status_code,
            reason=reply.reason_phrase,
            headers=reply.headers,
            body=reply.content,
        )

    def get(self, path: str, **headers: str) -> Answer:
        """GET; headers as ``Accept=...``, with _ for -."""
        return self.send(
            "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )

    def post(self, path: str, fields: Fields = ()) -> Answer:
        """POST fields as a form does that has no file."""
        fields = list(fields)
        return self.send(
            "POST",
            path,
            urlencode(fields).encode("ascii"),
            {"Content-Type": "application/x-www-form-urlencoded"},
            sent="\n".join(f"{name} = {value!r}" for name, value in fields),
        )

    def api(
        self,
        method: str,
        path: str,
        value: object = None,
        *,
        token: str | None = None,
        raw: bytes | None = None,
        media_type: str = "application/json",
    ) -> Answer:
        """Send ``value`` as JSON (or ``raw``) with this person's token, or another; "" is none."""
        headers = {}
        token = self.token if token is None else token
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = raw
        if value is not None:
            body = json.dumps(value).encode()
        if body is not None:
            headers["Content-Type"] = media_type
        return self.send(method, path, body, headers)

    def copy(self) -> Person:
        """Return somebody else with the same cookies: a second tab, or a thief of cookies."""
        other = Person(self.url, self.name, self.password)
        other.token = self.token
        for name, value in self.cookies.items():
            other.set_cookie(name, value)
        return other


def exactly(
    url: str,
    method: str,
    target: bytes | str,
    headers: Iterable[tuple[str, bytes | str]] = (),
    body: bytes = b"",
) -> Answer:
    """Send a request with ``target`` as it is, not made tidy as clients do, and return the answer.

    A server that closes the connection without an answer counts as the status 599.
    """
    parts = urlsplit(url)
    raw = target if isinstance(target, bytes) else target.encode("latin-1")
    lines = [
        method.encode() + b" " + raw + b" HTTP/1.1",
        b"Host: " + parts.netloc.encode(),
        b"Connection: close",
    ]
    for name, value in headers:
        value = value if isinstance(value, bytes) else value.encode("latin-1")
        lines.append(name.encode() + b": " + value)
    shown = "\n".join(f"{name}: {value!r}" for name, value in headers)
    with socket.create_connection((parts.hostname, parts.port), TIMEOUT) as connection:
        connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
        reply = http.client.HTTPResponse(connection, method=method)
        try:
            reply.begin()
            # HTTPResponse never reads a body of a HEAD, so what follows is read by hand.
            content = reply.fp.read() if method == "HEAD" else reply.read()
        except (OSError, http.client.HTTPException) as error:
            return Answer(
                method=method,
                url=url + quote(raw, safe="/?&=%"),
                sent=shown,
                status=599,
                reason=f"no answer ({error})",
                headers=httpx2.Headers(),
                body=b"",
            )
        return Answer(
            method=method,
            url=url + quote(raw, safe="/?&=%"),
            sent=shown,
            status=reply.status,
            reason=reply.reason,
            headers=httpx2.Headers(reply.getheaders()),
            body=content,
        )

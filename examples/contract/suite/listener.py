"""Somebody who listens to server-sent events."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx2

from contract.suite.checking import Answer, Got, expect


@dataclass
class Event:
    """One event, by the HTML standard's section on server-sent events."""

    event: str = "message"
    id: str = ""
    data: str = ""
    came: float = field(default=0.0)
    """When it came (of time.monotonic)."""


class Listener:
    """Listens to /live in a thread of its own. Use it as a context manager."""

    def __init__(self, url: str, last: str | None = None) -> None:
        """Connect, with ``last`` as Last-Event-ID if it is given, and wait for the answer."""
        parts = urlsplit(url)
        self.events: list[Event] = []
        self.ended = threading.Event()
        self._connection = http.client.HTTPConnection(
            parts.hostname, parts.port, timeout=15
        )
        headers = {"Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = last
        self._connection.request("GET", "/live", headers=headers)
        self._socket = self._connection.sock
        sent = "\n".join(f"{name}: {value}" for name, value in headers.items())
        try:
            self._reply = self._connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            told = Got("Instead", repr(error))
            expect(False, "an answer to GET /live", told, rule="L7.1")
        self._came = threading.Condition()
        self.answer = Answer(
            method="GET",
            url=f"{url}/live",
            sent=sent,
            status=self._reply.status,
            reason=self._reply.reason,
            headers=httpx2.Headers(self._reply.getheaders()),
            body=b"",
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self) -> Listener:
        """Return the listener."""
        return self

    def __exit__(self, *error: object) -> None:
        """Go away."""
        self.leave()

    def _read(self) -> None:
        """Read events until the connection ends."""
        event, data = Event(), []
        try:
            while line := self._reply.readline():
                text = line.decode("utf-8").rstrip("\r\n")
                name, _, value = text.partition(":")
                value = value.removeprefix(" ")
                if not text:
                    if data:
                        event.data, event.came = "\n".join(data), time.monotonic()
                        with self._came:
                            self.events.append(event)
                            self._came.notify_all()
                    event, data = Event(id=event.id), []
                elif name == "data":
                    data.append(value)
                elif name in ("event", "id"):
                    setattr(event, name, value)
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            # The connection was closed, by whichever end; AttributeError is http.client's own.
            pass
        self.ended.set()

    def wait(self, ready: Callable[[list[Event]], object], seconds: float) -> bool:
        """Wait until ``ready`` holds for the events so far; False if that takes too long."""
        with self._came:
            return bool(self._came.wait_for(lambda: ready(self.events), seconds))

    def sightings(self) -> list[dict]:
        """Return the data of the events so far."""
        return [json.loads(event.data) for event in self.events]

    def leave(self) -> None:
        """Close the connection, as a browser does whose page is left."""
        if self._socket.fileno() != -1:
            self._socket.shutdown(2)
        self._thread.join(5)
        self._reply.close()
        self._socket.close()
        self._connection.close()

"""Many clients at once that know what the right answers are.

A client opens a connection for each request, as every server of the course allows. It reads
sightings of the data set, of which every answer is known, and makes sightings of its own, dated
before the data set so that they never come onto the pages that are read.
"""

from __future__ import annotations

import asyncio
import html
import http.client
import io
import json
import random
import re
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

from contract.applications import Running
from contract.suite.browser import find_form
from contract.suite.checking import now_checking
from contract.suite.client import Person
from contract.suite.pages import related, rows
from contract.suite.site import OLDER, Site, data_set

PATIENCE = 60.0
"""Seconds that a client waits for an answer."""
ACCOUNTS = 2
"""So many accounts share the clients between them: to make one costs a slow hash."""
PAGE = 20
PER_PAGE = 100
SHOWN = 200
"""So many characters of a wrong answer are kept."""


class Wrong(AssertionError):
    """An answer is not what the contract says."""


class Dropped(ConnectionError):
    """The server ended the connection before its answer was whole."""


class _Whole:
    """Bytes that were received, in the place of the socket they came from."""

    def __init__(self, received: bytes) -> None:
        self.received = received

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self.received)


@dataclass(frozen=True)
class Reply:
    """An answer."""

    status: int
    fields: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body, with characters in the place of HTML's references to them."""
        return html.unescape(self.body.decode("utf-8"))


def parsed(received: bytes) -> Reply:
    """Return the answer in these bytes; raise Dropped if they are not all of one."""
    reply = http.client.HTTPResponse(_Whole(received))  # type: ignore[arg-type]
    try:
        reply.begin()
        return Reply(reply.status, reply.headers, reply.read())
    except (http.client.HTTPException, OSError) as error:
        raise Dropped(f"{type(error).__name__}: {error}") from None


def head(method: str, target: str, port: int, fields: Mapping[str, str]) -> bytes:
    """Return the head of a request."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode()


async def ask(
    port: int,
    method: str,
    target: str,
    body: bytes = b"",
    fields: Mapping[str, str] | None = None,
) -> Reply:
    """Send a request over a connection of its own and return the answer.

    Raises OSError: Dropped, ConnectionRefusedError and others, and TimeoutError.
    """
    fields = dict(fields or {})
    if method == "POST":
        fields["Content-Length"] = str(len(body))
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(head(method, target, port, fields) + body)
            await writer.drain()
            received = await reader.read()
        finally:
            writer.close()
    return parsed(received)


# -- what is right -------------------------------------------------------------------------------


def expect(right: object, what: str, reply: Reply) -> None:
    """Raise Wrong, with the answer, unless it is ``right``."""
    if not right:
        shown = " ".join(reply.body.decode("utf-8", "replace").split())[:SHOWN]
        raise Wrong(f"{what}: {reply.status} {shown}")


def shows(ids: list[int], target: str) -> Callable[[Reply], None]:
    """Return a check: a page with links to exactly these sightings, in this order."""

    def check(reply: Reply) -> None:
        expect(reply.status == 200, target, reply)
        links = re.findall(rb'href="/sightings/([0-9]+)"', reply.body)
        expect(list(dict.fromkeys(map(int, links))) == ids, target, reply)

    return check


def contains(texts: Iterable[str], target: str) -> Callable[[Reply], None]:
    """Return a check: 200, and every one of the texts is on the page."""

    def check(reply: Reply) -> None:
        found = reply.status == 200 and all(text in reply.text for text in texts)
        expect(found, target, reply)

    return check


def items(ids: list[int], target: str) -> Callable[[Reply], None]:
    """Return a check: a page of the API with exactly these sightings."""

    def check(reply: Reply) -> None:
        expect(reply.status == 200, target, reply)
        got = [item["id"] for item in json.loads(reply.body)["items"]]
        expect(got == ids, target, reply)

    return check


def is_row(row: Mapping[str, str], target: str) -> Callable[[Reply], None]:
    """Return a check: a sighting of the API with the values of ``row``."""

    def check(reply: Reply) -> None:
        expect(reply.status == 200, target, reply)
        got = json.loads(reply.body)
        names = ("id", "species", "count", "place", "seen_on", "notes", "observer")
        expect(all(str(got[name]) == row[name] for name in names), target, reply)

    return check


Read = tuple[str, Callable[[Reply], None]]


def reads(levels: Iterable[str]) -> dict[str, list[Read]]:
    """Return what can be read, by kind: addresses, each with the check of its answer."""
    data = data_set()

    def ids(keep: Callable[[Mapping[str, str]], bool], size: int = PAGE) -> list[int]:
        return [int(row["id"]) for row in data if keep(row)][:size]

    found: dict[str, list[Read]] = {
        "service": [("/healthz", contains(["ok"], "/healthz"))],
        "static": [("/static/fieldnotes.css", contains(["{"], "the style sheet"))],
    }
    if "L1" in levels:
        found["list"] = [
            (
                f"/sightings?page={n}",
                shows([int(row["id"]) for row in page], f"page {n}"),
            )
            for n in range(1, len(data) // PAGE + 1)
            for page in [data[(n - 1) * PAGE : n * PAGE]]
        ]
        found["filter"] = [
            (
                f"/sightings?species={quote(name)}",
                shows(
                    ids(lambda row, name=name: name.lower() in row["species"].lower()),
                    name,
                ),
            )
            for name in sorted({row["species"] for row in data})
        ]
        found["place"] = [
            (
                f"/places/{place}",
                shows(
                    ids(lambda row, at=place: f"{row['place']}/".startswith(f"{at}/")),
                    place,
                ),
            )
            for place in sorted({row["place"] for row in data})
        ]
        found["sighting"] = [
            (path, contains([row["species"], row["place"], row["observer"]], path))
            for row in data
            for path in [f"/sightings/{row['id']}"]
        ]
    if "L4" in levels:
        found["API: list"] = [
            (target, items([int(row["id"]) for row in page], target))
            for n in range(1, len(data) // PER_PAGE + 1)
            for page in [data[(n - 1) * PER_PAGE : n * PER_PAGE]]
            for target in [f"/api/sightings?per_page={PER_PAGE}&page={n}"]
        ]
        found["API: sighting"] = [
            (path, is_row(row, path))
            for row in data
            for path in [f"/api/sightings/{row['id']}"]
        ]
    return found


# -- who comes -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """What a client sends along: an account's cookies, hidden inputs, and token."""

    cookie: str
    hidden: Mapping[str, str]
    token: str

    @property
    def fields(self) -> dict[str, str]:
        """The fields of a form's head."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return kind | ({"Cookie": self.cookie} if self.cookie else {})


def account_of(person: Person) -> Account:
    """Return the account of somebody who has the form for a new sighting before them."""
    form = find_form(person.get("/sightings/new").must_be(200), "species")
    cookie = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    return Account(cookie, form.hidden(), person.token)


_members: dict[tuple[str, int], list[Person]] = {}


def members(program: Running, number: int = ACCOUNTS) -> list[Person]:
    """Return people who can make sightings, the same ones each time a program is asked."""
    known = _members.setdefault((program.url, program.server.pid), [])
    now_checking(["L3.1"])
    site = Site(program.url, program.application.levels, None, program)
    while len(known) < number:
        known.append(site.member())
    return known[:number]


@dataclass
class Tally:
    """What a crowd asked for and got."""

    place: str
    """Where it makes its sightings."""
    seconds: float = 0.0
    """How long it took."""
    stop: bool = False
    """Set, it sends everybody home before their time is over."""
    latencies: list[float] = field(default_factory=list)
    """Seconds from opening the connection to the end of the answer."""
    kinds: Counter[str] = field(default_factory=Counter)
    """Right answers, by what was asked for."""
    wrong: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    """Answers of 5xx, and requests without an answer, by name."""
    acknowledged: list[tuple[int, str]] = field(default_factory=list)
    """Id and species of each sighting that the application said it made."""

    @property
    def answers(self) -> int:
        """The number of right answers."""
        return sum(self.kinds.values())

    def percentile(self, share: float) -> float:
        """Return the seconds within which this share of the right answers came."""
        ordered = sorted(self.latencies) or [0.0]
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]

    def lost(self, found: Mapping[int, str]) -> list[str]:
        """Return what is not as acknowledged, of what is stored (:func:`stored`)."""
        problems = []
        times = Counter(number for number, _ in self.acknowledged)
        species = Counter(found.values())
        for number, name in self.acknowledged:
            if times[number] > 1:
                problems.append(f"the id {number} was given {times[number]} times")
            elif found.get(number) != name:
                problems.append(f"{name} is not stored as {number}")
            elif species[name] > 1:
                problems.append(f"{name} is stored {species[name]} times")
        return problems


def stored(program: Running, place: str) -> dict[int, str]:
    """Return species by id of all sightings at a place, from the pages of its list."""
    person, found = Person(program.url), {}
    address: str | None = f"/sightings?place={place}"
    while address:
        answer = person.get(address).must_be(200)
        found |= {row.id: row.species for row in rows(answer)}
        address = related(answer, "next")
    return found


class Client:
    """One of the crowd."""

    def __init__(
        self,
        number: int,
        program: Running,
        reading: Mapping[str, list[Read]],
        accounts: list[Account],
        tally: Tally,
    ) -> None:
        self.number = number
        self.port = program.server.port
        self.reading = reading
        self.account = accounts[number % len(accounts)] if accounts else None
        self.tally = tally
        self.made = 0

    async def timed(self, kind: str, check: Callable[[Reply], None], *request) -> Reply:
        """Ask, check the answer and count it; raise Wrong, OSError or TimeoutError."""
        begun = time.perf_counter()
        reply = await ask(self.port, *request)
        if reply.status >= 500:
            self.tally.errors[f"{reply.status} to {request[0]}"] += 1
            raise Dropped(str(reply.status))
        check(reply)
        self.tally.latencies.append(time.perf_counter() - begun)
        self.tally.kinds[kind] += 1
        return reply

    async def once(self, kind: str, chance: random.Random) -> None:
        """Do one thing of this kind, and write down how it went."""
        before = self.tally.errors.total()
        try:
            if kind == "form":
                await self.fill_form()
            elif kind == "API: new":
                await self.post()
            else:
                target, check = chance.choice(self.reading[kind])
                await self.timed(kind, check, "GET", target)
        except Wrong as error:
            self.tally.wrong.append(f"{kind}: {error}")
        except (OSError, TimeoutError) as error:
            if self.tally.errors.total() == before:
                self.tally.errors[f"no answer ({type(error).__name__})"] += 1

    def values(self) -> dict[str, str]:
        """Return a sighting that nobody else makes."""
        self.made += 1
        return {
            "species": f"Crowd {self.number}-{self.made}",
            "count": "3",
            "place": self.tally.place,
            "seen_on": OLDER,
            "notes": "<b>one of many</b>",
        }

    async def fill_form(self) -> None:
        """Make a sighting with the form, and look at its page."""
        values = self.values()
        body = urlencode({**self.account.hidden, **values}).encode()

        def redirects(reply: Reply) -> None:
            path = urlsplit(reply.fields.get("Location", "")).path
            right = reply.status in (302, 303) and re.fullmatch(
                "/sightings/[0-9]+", path
            )
            expect(right, "a form", reply)

        request = ("POST", "/sightings/new", body, self.account.fields)
        reply = await self.timed("form", redirects, *request)
        path = urlsplit(reply.fields["Location"]).path
        number = int(path.rpartition("/")[2])
        self.tally.acknowledged.append((number, values["species"]))
        page = contains([values["species"], values["notes"]], path)
        await self.timed("new sighting", page, "GET", path)

    async def post(self) -> None:
        """Make a sighting with the API, and ask for it."""
        values = self.values()
        body = json.dumps(values | {"count": 3}).encode()
        fields = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.account.token}",
        }

        def created(reply: Reply) -> None:
            expect(reply.status == 201, "the API", reply)

        request = ("POST", "/api/sightings", body, fields)
        reply = await self.timed("API: new", created, *request)
        made = json.loads(reply.body)
        self.tally.acknowledged.append((made["id"], values["species"]))
        row = values | {"id": str(made["id"]), "observer": made["observer"]}
        path = urlsplit(made["url"]).path
        await self.timed("API: new sighting", is_row(row, path), "GET", path)


WEIGHTS = {
    "service": 1,
    "static": 1,
    "list": 6,
    "filter": 4,
    "place": 2,
    "sighting": 6,
    "form": 3,
    "API: list": 1,
    "API: sighting": 3,
    "API: new": 2,
}
"""How often each kind of request is made, in proportion."""


def new_place() -> str:
    """Return a place that no sighting has."""
    return f"crowd-{uuid.uuid4().hex[:12]}"


def come(
    program: Running,
    clients: int,
    seconds: float,
    *,
    kinds: Iterable[str] = tuple(WEIGHTS),
    tally: Tally | None = None,
    seed: int = 2026,
) -> Tally:
    """Have ``clients`` use a program at once for some seconds, each without a pause.

    ``kinds`` are those of WEIGHTS; what the program does not have is left out. ``tally`` is what
    they count in, by default a new one. ``seed`` is that of the choices. An answer that was
    asked for in time is waited for.
    """
    levels = program.application.levels
    reading = reads(levels)
    writing = [("form", "L2"), ("API: new", "L4")]
    can = {*reading, *(kind for kind, level in writing if level in levels)}
    chosen = [kind for kind in kinds if kind in can]
    weights = [WEIGHTS[kind] for kind in chosen]
    people = members(program) if {"form", "API: new"} & set(chosen) else []
    accounts = [account_of(person) for person in people]
    tally = tally or Tally(new_place())

    async def use(number: int, end: float) -> None:
        client = Client(number, program, reading, accounts, tally)
        chance = random.Random(f"{seed}-{number}")  # noqa: S311 (no secret)
        while time.perf_counter() < end and not tally.stop:
            await client.once(chance.choices(chosen, weights)[0], chance)

    async def crowd() -> None:
        end = time.perf_counter() + seconds
        await asyncio.gather(*(use(number, end) for number in range(clients)))

    begun = time.perf_counter()
    asyncio.run(crowd())
    tally.seconds = time.perf_counter() - begun
    return tally

"""L7: new sightings reach everybody who listens."""

import json
import time
from contextlib import ExitStack

import psutil
import pytest

from contract.suite.api import as_json, create, read
from contract.suite.checking import Got, expect, rule
from contract.suite.listener import Listener
from contract.suite.site import noted
from contract.suite.together import together

WITHIN = 2.0
"""Seconds after which everybody must know of a new sighting (L7.2)."""


def check_got(listener, numbers):
    """Check that a listener gets the sightings ``numbers`` in time, once, in order."""
    wanted = [str(number) for number in numbers]
    listener.wait(lambda events: set(wanted) <= {event.id for event in events}, WITHIN)
    got = [event.id for event in listener.events if event.id in wanted]
    told = Got("Events that came", "\n".join(map(str, listener.events[-20:])))
    expect(
        got == wanted,
        f"the sightings {', '.join(wanted)}, each once, within {WITHIN:g} s, "
        f"not {', '.join(got) or 'none of them'}",
        listener.answer,
        told,
    )


@rule("L7.1")
def test_stream_stays_open(site):
    with Listener(site.url) as listener:
        answer = listener.answer.must_be(200)
        wanted = "the media type text/event-stream"
        expect(answer.media_type == "text/event-stream", wanted, answer)
        control = answer.headers.get("cache-control", "").lower()
        good = "no-store" in control or "no-cache" in control
        expect(good, "Cache-Control with no-store or no-cache", answer)
        expect(not listener.ended.wait(0.3), "a stream that stays open", answer)


@rule("L7.2")
def test_every_listener_gets_each_sighting_once(site, anna):
    with Listener(site.url) as first, Listener(site.url) as second:
        made = [create(anna, site.sighting(notes="two\nlines \u00e9"))["id"]]
        made.append(int(noted(anna, site.sighting()).rpartition("/")[2]))
        made.append(create(anna, site.sighting())["id"])
        for listener in (first, second):
            check_got(listener, made)
            mine = [event for event in listener.events if event.id in map(str, made)]
            for event in mine:
                told = Got("Event", str(event))
                expect(event.event == "sighting", "event: sighting", told)
                want = read(anna, {"id": event.id})
                same = json.loads(event.data) == want
                expect(same, f"the data {json.dumps(want)}", told)


@rule("L7.2")
def test_sightings_made_at_once_come_in_order(site, anna):
    tabs = [anna.copy() for _ in range(8)]
    with Listener(site.url) as listener:
        for _ in range(3):

            def send(number):
                value = as_json(site.sighting())
                return tabs[number].api("POST", "/api/sightings", value)

            answers = together(len(tabs), send)
            made = sorted(answer.must_be(201).json["id"] for answer in answers)
            check_got(listener, made)


@rule("L7.2")
def test_edit_and_delete_are_no_new_sightings(site, anna):
    sighting = create(anna, site.sighting())
    with Listener(site.url) as listener:
        anna.api("PATCH", f"/api/sightings/{sighting['id']}", {"count": 9}).must_be(200)
        last = create(anna, site.sighting())
        check_got(listener, [last["id"]])
        got = [event.id for event in listener.events]
        told = Got("Events that came", "\n".join(map(str, listener.events)))
        expect(str(sighting["id"]) not in got, "no event for a change", told)


@rule("L7.3")
def test_listener_that_comes_back(site, anna):
    made = [create(anna, site.sighting())["id"] for _ in range(4)]
    with Listener(site.url, last=str(made[0])) as listener:
        check_got(listener, made[1:])
        later = create(anna, site.sighting())["id"]
        check_got(listener, [*made[1:], later])
        got = [event.id for event in listener.events]
        expect(str(made[0]) not in got, "not the last one again", listener.answer)


@rule("L7.3")
def test_sighting_made_between_two_connections(site, anna):
    with Listener(site.url) as listener:
        first = create(anna, site.sighting())["id"]
        check_got(listener, [first])
    missed = create(anna, site.sighting())["id"]
    with Listener(site.url, last=str(first)) as listener:
        check_got(listener, [missed])


@rule("L7.3")
@pytest.mark.parametrize("last", ["", "garbage", "-1", "9" * 30, "1.5", "%00"])
def test_last_event_id_that_cannot_be(site, anna, last):
    with Listener(site.url, last=last) as listener:
        expect(listener.answer.status < 500, "no 5xx", listener.answer)


def open_files(running):
    """Return how many files and connections the processes of a server have open."""
    return sum(psutil.Process(pid).num_fds() for pid in running.pids)


@rule("L7.4")
def test_listeners_that_leave(site, anna):
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(Listener(site.url))
        expect(anna.get("/healthz").status == 200, "an answer", anna.get("/healthz"))
    with Listener(site.url) as listener:
        check_got(listener, [create(anna, site.sighting())["id"]])


@rule("L7.4")
@pytest.mark.itself
def test_hundred_listeners_that_leave(site, anna):
    for _ in range(3):
        # What a server opens once and keeps, such as connections to its database.
        together(6, lambda number: anna.copy().get("/sightings"))
        with Listener(site.url) as listener:
            check_got(listener, [create(anna, site.sighting())["id"]])
    time.sleep(0.2)
    before = open_files(site.running)
    with ExitStack() as stack:
        listeners = [stack.enter_context(Listener(site.url)) for _ in range(100)]
        open_now = open_files(site.running)
        told = Got("Open files", f"{before} before, {open_now} with 100 listeners")
        expect(open_now >= before + 100, "100 connections", told)
        begun = time.monotonic()
        anna.get("/healthz").must_be(200)
        took = time.monotonic() - begun
        expect(took < 1, f"an answer within a second, not {took:.1f} s", told)
        check_got(listeners[-1], [create(anna, site.sighting())["id"]])
    limit = time.monotonic() + 10
    while open_files(site.running) > before + 5 and time.monotonic() < limit:
        time.sleep(0.1)
    after = open_files(site.running)
    told = Got("Open files", f"{before} before, {after} ten seconds after they left")
    expect(after <= before + 5, "as many open files as before", told)
    anna.get("/sightings").must_be(200)

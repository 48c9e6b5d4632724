"""L4: programs do what people do, with tokens instead of cookies."""

import json
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from contract.suite.api import (
    KEYS,
    as_json,
    ask_for_token,
    check_problem,
    create,
    leads_to,
    moment,
    path_of,
    read,
    with_token,
)
from contract.suite.checking import Got, expect, rule
from contract.suite.client import exactly
from contract.suite.described import (
    DESCRIPTION,
    check_described,
    fault_of,
    operations,
    resolved,
)
from contract.suite.site import OLDER, data_set, noted
from contract.suite.together import together

LIST = "/api/sightings"
NOT_THERE = f"{LIST}/99999999"
KNOWN = {int(row["id"]): row for row in data_set()}


# -- tokens --------------------------------------------------------------------------------------


@rule("L4.1")
def test_token(site, anna, visitor):
    answer = ask_for_token(visitor, anna.name, anna.password).must_be(201)
    token, expires = answer.json.get("token"), moment(answer.json.get("expires_at"))
    expect(isinstance(token, str) and token, "a text as token", answer)
    expect(expires, "expires_at in ISO 8601 with an offset", answer)
    expect(expires > datetime.now(UTC), "expires_at in the future", answer)
    answer = visitor.api("POST", LIST, as_json(site.sighting()), token=token)
    expect(answer.status == 201, "the token to be valid", answer, rule="L4.2")


@rule("L4.1")
def test_wrong_name_and_password_get_the_same_answer(site, anna, visitor):
    answers = [
        ask_for_token(visitor, anna.name, "a wrong password"),
        ask_for_token(visitor, site.user_name(), "a wrong password"),
        ask_for_token(visitor, "miriam", ""),
        ask_for_token(visitor, "", ""),
    ]
    for answer in answers[:2]:
        check_problem(answer, 401)
    same = answers[0].json == answers[1].json
    expect(same, "the same body for both", *answers[:2])
    for answer in answers[2:]:
        expect(answer.status in (401, 422), "401 or 422", answer)


@rule("L4.1", "L4.10")
@pytest.mark.parametrize(
    "value",
    [
        {},
        {"username": "miriam"},
        {"password": "x"},
        [],
        "x",
        1,
        None,
        {"username": 1, "password": "x"},
        {"username": "miriam", "password": None},
    ],
    ids=json.dumps,
)
def test_token_for_what_is_not_valid(visitor, value):
    raw = json.dumps(value).encode()
    check_problem(visitor.api("POST", "/api/tokens", raw=raw), 422)


@rule("L4.1", "L4.15")
@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 10000], ids=ascii)
def test_token_for_a_name_that_cannot_be(visitor, name):
    answer = ask_for_token(visitor, name, "password")
    good = 400 <= answer.status < 500
    expect(good, "a status from 400 to 499", answer)


def check_unauthorized(answer):
    """Check for 401 with WWW-Authenticate: Bearer."""
    check_problem(answer, 401)
    scheme = answer.headers.get("www-authenticate", "")
    expect(scheme.lower().startswith("bearer"), "WWW-Authenticate: Bearer", answer)


WRITES = [("POST", LIST), ("PATCH", f"{LIST}/1"), ("DELETE", f"{LIST}/1")]


@rule("L4.2")
@pytest.mark.parametrize(("method", "path"), WRITES)
@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "Bearer",
        "Bearer ",
        "Bearer unknown",
        "Bearer " + "x" * 5000,
        "unknown",
        "Basic bWlyaWFtOm1pcmlhbQ==",
        b"Bearer \xff\xfe",
        "Bearer a b",
        "Bearer null",
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_no_valid_token(site, method, path, authorization):
    # Whole but for the token: a body that is no JSON may be refused for that first.
    body = b"" if method == "DELETE" else json.dumps(as_json(site.sighting())).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    if authorization is not None:
        headers.append(("Authorization", authorization))
    check_unauthorized(exactly(site.url, method, path, headers, body))


@rule("L4.2")
def test_cookie_is_no_token(site, anna):
    mine = create(anna, site.sighting())
    check_unauthorized(anna.api("POST", LIST, as_json(site.sighting()), token=""))
    check_unauthorized(anna.api("PATCH", path_of(mine), {"count": 7}, token=""))
    check_unauthorized(anna.api("DELETE", path_of(mine), token=""))
    for value in anna.cookies.values():
        check_unauthorized(anna.api("POST", LIST, {}, token=value.strip('"')))
    expect(read(anna, mine)["count"] == mine["count"], "nothing changed")


@rule("L4.2")
def test_token_in_the_address_is_none(site, anna):
    path = f"{LIST}?token={anna.token}&access_token={anna.token}"
    check_unauthorized(anna.api("POST", path, as_json(site.sighting()), token=""))


@rule("L4.2")
@pytest.mark.itself
def test_token_after_its_time(strict_site, strict_member):
    person = strict_member
    answer = ask_for_token(person, person.name, person.password).must_be(201)
    token, expires = answer.json["token"], moment(answer.json["expires_at"])
    person.api("POST", LIST, as_json(strict_site.sighting()), token=token).must_be(201)
    time.sleep(max(0.0, (expires - datetime.now(UTC)).total_seconds()) + 0.05)
    late = person.api("POST", LIST, as_json(strict_site.sighting()), token=token)
    check_unauthorized(late)


# -- reading -------------------------------------------------------------------------------------


def check_sighting(answer, sighting):
    """Check keys and types of a sighting."""
    good = isinstance(sighting, dict) and set(sighting) == KEYS
    expect(good, f"the keys {', '.join(sorted(KEYS))}", answer)
    for key in KEYS - {"id", "count", "photo_url"}:
        expect(isinstance(sighting[key], str), f"a text as {key}", answer)
    for key in ("id", "count"):
        expect(type(sighting[key]) is int, f"a whole number as {key}", answer)
    expect(moment(sighting["created_at"]), "created_at with an offset", answer)
    path = f"{LIST}/{sighting['id']}"
    expect(leads_to(answer, sighting["url"]) == path, f"url to {path}", answer)


@rule("L4.3")
@pytest.mark.parametrize("number", [1, 48, 126, 435])
def test_sighting_of_the_data_set(visitor, number):
    answer = visitor.api("GET", f"{LIST}/{number}").must_be(200)
    check_sighting(answer, answer.json)
    row = KNOWN[number]
    for key in ("species", "place", "seen_on", "notes", "observer"):
        expect(answer.json[key] == row[key], f"{key} {row[key]!r}", answer)
    expect(answer.json["count"] == int(row["count"]), f"count {row['count']}", answer)
    same = moment(answer.json["created_at"]) == moment(row["created_at"])
    expect(same, f"created_at at {row['created_at']}", answer)
    expect(answer.json["photo_url"] is None, "no photo_url", answer)


@rule("L4.3")
def test_sighting_that_was_made(site, anna):
    before = datetime.now(UTC) - timedelta(seconds=2)
    values = site.sighting()
    answer = anna.api("POST", LIST, as_json(values)).must_be(201)
    check_sighting(answer, answer.json)
    created = moment(answer.json["created_at"])
    now = before <= created <= datetime.now(UTC) + timedelta(seconds=2)
    expect(now, "created_at now", answer)
    expect(answer.json["observer"] == anna.name, f"the observer {anna.name}", answer)


@rule("L4.3")
def test_api_and_pages_show_the_same(site, anna):
    values = site.sighting(notes="two\nlines")
    path = noted(anna, values)
    got = anna.api("GET", f"/api{path}").must_be(200)
    for key, value in as_json(values).items():
        expect(got.json[key] == value, f"{key} {value!r}", got)
    again = create(anna, site.sighting())
    anna.get(f"/sightings/{again['id']}").must_be(200)


def check_page(answer):
    """Check the keys and types of a page of the list, and return its items."""
    body = answer.json
    keys = {"items", "page", "per_page", "total", "next"}
    good = isinstance(body, dict) and set(body) == keys
    expect(good, f"the keys {', '.join(sorted(keys))}", answer)
    for key in ("page", "per_page", "total"):
        expect(type(body[key]) is int, f"a whole number as {key}", answer)
    for sighting in body["items"]:
        check_sighting(answer, sighting)
    return body["items"]


def order(sighting):
    """Return the key by which lists are sorted."""
    return sighting["seen_on"], sighting["id"]


def walk(person, address):
    """Return the answers of all pages of a list."""
    answers = [person.api("GET", address).must_be(200)]
    while answers[-1].json["next"] is not None:
        following = leads_to(answers[-1], answers[-1].json["next"])
        expect(following.startswith(f"{LIST}?"), "next to another page", answers[-1])
        answers.append(person.api("GET", following).must_be(200))
        expect(len(answers) < 200, "an end of the pages", answers[-1])
    return answers


def wanted(species="", place=""):
    """Return the ids of the data set that a filter must keep, in order."""
    return [
        int(row["id"])
        for row in data_set()
        if species.lower() in row["species"].lower()
        and (not place or f"{row['place']}/".startswith(f"{place}/"))
    ]


@rule("L4.4")
@pytest.mark.parametrize(
    "query",
    [
        {"per_page": "100"},
        {"species": "otter", "per_page": "7"},
        {"place": "uk/england/wicken-fen", "per_page": "25"},
        {"species": "r", "place": "uk/england/river-cam/jesus-lock"},
        {"place": "uk/eng"},
        {"species": "%"},
        {"species": "gr_y"},
        {"species": "", "place": "fr/camargue", "per_page": "1"},
    ],
    ids=urlencode,
)
def test_pages_of_the_list(visitor, query):
    answers = walk(visitor, f"{LIST}?{urlencode(query)}")
    per_page = int(query.get("per_page", 20))
    found = []
    for number, answer in enumerate(answers, 1):
        items = check_page(answer)
        body = answer.json
        expect(body["page"] == number, f"page {number}", answer)
        expect(body["per_page"] == per_page, f"per_page {per_page}", answer)
        full = len(items) == per_page or answer is answers[-1]
        expect(full and len(items) <= per_page, f"{per_page} items", answer)
        found += items
    keys = [order(sighting) for sighting in found]
    newest = keys == sorted(keys, reverse=True)
    expect(newest, "the newest first, and the higher id of one day", answers[0])
    total = answers[0].json["total"]
    expect(total == len(found), f"a total of {len(found)}", answers[0])
    got = [sighting["id"] for sighting in found if sighting["id"] in KNOWN]
    want = wanted(query.get("species", ""), query.get("place", ""))
    missing, more = set(want) - set(got), set(got) - set(want)
    expect(not missing, f"sightings {sorted(missing)[:5]} too", answers[0])
    expect(not more, f"no sightings {sorted(more)[:5]}", answers[0])
    twice = [number for number, times in Counter(got).items() if times > 1]
    expect(not twice, f"sightings {twice[:5]} once", answers[0])


@rule("L4.4")
def test_list_without_parameters(visitor):
    answer = visitor.api("GET", LIST, token="").must_be(200)
    items = check_page(answer)
    expect(len(items) == 20, "twenty items", answer)
    first = visitor.api("GET", f"{LIST}?page=1&per_page=20").must_be(200)
    expect(first.json["items"] == items, "the first page", answer, first)


@rule("L4.4")
def test_next_keeps_filters_and_size(visitor):
    query = {"species": "r", "place": "uk/england", "per_page": "3"}
    answer = visitor.api("GET", f"{LIST}?{urlencode(query)}").must_be(200)
    given = parse_qs(urlsplit(leads_to(answer, answer.json["next"])).query)
    want = {name: [value] for name, value in query.items()} | {"page": ["2"]}
    expect(given == want, f"next with {urlencode(want, doseq=True)}", answer)


@rule("L4.4")
def test_filter_with_special_characters(site, anna):
    place = site.place()
    for species in ("a&b=c d", "a+b", "100 % \u00e9", "#?/"):
        species = f"{species} {site.unique()}"
        for _ in range(2):
            made = create(anna, site.sighting(place=place, species=species))
        query = urlencode({"species": species, "per_page": 1})
        answers = walk(anna, f"{LIST}?{query}")
        found = [item["species"] for answer in answers for item in answer.json["items"]]
        expect(found == [species] * 2, f"two sightings of {species!r}", answers[0])
        expect(made["species"] == species, f"the species {species!r}", answers[0])


@rule("L4.4")
@pytest.mark.parametrize("page", ["1000", str(2**31), str(2**63), str(10**30)])
def test_page_beyond_the_last(visitor, page):
    answer = visitor.api("GET", f"{LIST}?page={page}").must_be(200)
    expect(answer.json["items"] == [], "no items", answer)
    expect(answer.json["next"] is None, "null as next", answer)
    expect(answer.json["total"] >= len(KNOWN), "the same total", answer)


@rule("L4.5")
@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=one",
        "page=1.5",
        "page=1e1",
        "page=NaN",
        "page=%00",
        "per_page=0",
        "per_page=-1",
        "per_page=101",
        "per_page=all",
        "per_page=2.5",
        f"per_page={10**30}",
        f"page=-{10**30}",
        "page=%C2%B2",
        "per_page=%FF",
    ],
)
def test_page_that_cannot_be(site, query):
    check_problem(exactly(site.url, "GET", f"{LIST}?{query}"), 422)


# -- writing -------------------------------------------------------------------------------------


@rule("L4.6")
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"count": 1},
        {"count": 9999},
        {"species": "\U0001f989" * 80},
        {"place": "/".join(["x" * 49, "y" * 49, "z" * 49, "-" * 50])},
        {"seen_on": "2024-02-29"},
        {"seen_on": "1900-01-01"},
        {"notes": "x" * 2000},
        {"notes": "\n e\u0301 \U0001f469\u200d\U0001f52c \u202e\n"},
    ],
    ids=lambda more: ascii(more)[:30],
)
def test_create_and_read(site, anna, visitor, more):
    values = as_json(site.sighting()) | more
    answer = anna.api("POST", LIST, values).must_be(201)
    path = path_of(answer.json)
    location = leads_to(answer, answer.headers.get("location"))
    expect(location == path, f"Location with {path}", answer)
    got = visitor.api("GET", path).must_be(200)
    expect(got.json == answer.json, "the same sighting", answer, got)
    for key, value in values.items():
        expect(got.json[key] == value, f"{key} {value!a}", got)


@rule("L4.6", "L2.5")
def test_values_are_made_tidy(site, anna):
    lines = "x" * 9 + "\r\n"
    values = as_json(site.sighting(species="  Wren ", notes=lines * 200))
    answer = anna.api("POST", LIST, values).must_be(201)
    expect(answer.json["species"] == "Wren", "no space at the ends", answer)
    expect("\r" not in answer.json["notes"], "\\n as line end", answer, rule="L2.5")
    values["notes"] += "x"
    check_problem(anna.api("POST", LIST, values), 422)


@rule("L4.6")
def test_notes_may_be_missing(site, anna):
    values = as_json(site.sighting())
    del values["notes"]
    answer = anna.api("POST", LIST, values).must_be(201)
    expect(answer.json["notes"] == "", "empty notes", answer)


INVALID = [
    *[("count", value) for value in (0, -1, 10000, 10**30, 3.5, "3", "", True, False)],
    *[("count", value) for value in (None, [], [3], {}, 1e300)],
    *[
        ("species", value)
        for value in ("", "  ", "x" * 81, "a\0b", 1, None, ["x"], True)
    ],
    *[("place", value) for value in ("", "UK", "uk/", "/uk", "a/b/c/d/e", "uk\n", 1)],
    *[("place", value) for value in ("x" * 201, "a/" * 3 + "x" * 100_000)],
    *[("place", value) for value in ("uk//fr", "uk_x", "\u0663", "uk\0", None, ["uk"])],
    *[("seen_on", value) for value in ("", "2026-02-30", "20260105", "2026-W01-1", 0)],
    *[("seen_on", value) for value in (1767225600, "86400", "05/01/2026", None, True)],
    *[
        ("seen_on", value)
        for value in ("2026-01-05T00:00:00Z", "0000-01-01", "1899-12-31", "2026-1-5")
    ],
    *[("seen_on", value) for value in ("9999-12-31", " 2026-01-05", "2026-01-05\n")],
    *[("notes", value) for value in ("x" * 2001, "a\0b", 1, True, ["x"], {"x": "y"})],
]


def check_invalid(answer, *names):
    """Check for 422 with texts for the fields ``names`` and no others."""
    check_problem(answer, 422)
    errors = answer.json.get("errors")
    good = isinstance(errors, dict) and set(errors) == set(names)
    expect(good, f"errors for {', '.join(names)} only", answer)
    texts = [text for found in errors.values() for text in found]
    lists = all(isinstance(found, list) and found for found in errors.values())
    good = lists and all(isinstance(text, str) and text for text in texts)
    expect(good, "a list of texts for each field in error", answer)


@rule("L4.10", "L2.4")
@pytest.mark.parametrize(
    ("name", "value"), INVALID, ids=[f"{n}={json.dumps(v)[:18]}" for n, v in INVALID]
)
def test_invalid_value(site, anna, name, value):
    values = as_json(site.sighting())
    answer = anna.api("POST", LIST, values | {name: value})
    check_invalid(answer, name)
    key = "species" if name == "place" else "place"
    found = anna.api("GET", f"{LIST}?{urlencode({key: values[key]})}")
    expect(found.json["total"] == 0, "nothing stored", answer, found)


@rule("L4.10")
@pytest.mark.today
def test_tomorrow_is_invalid(site, anna):
    tomorrow = (site.today + timedelta(days=1)).isoformat()
    values = as_json(site.sighting(seen_on=tomorrow))
    check_invalid(anna.api("POST", LIST, values), "seen_on")
    anna.api("POST", LIST, values | {"seen_on": site.today.isoformat()}).must_be(201)


@rule("L4.10")
def test_several_invalid_values(site, anna):
    values = {"count": "3", "place": "?", "notes": 1}
    answer = anna.api("POST", LIST, values)
    check_invalid(answer, "species", "count", "place", "seen_on", "notes")


@rule("L4.10")
@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"count": NaN}',
        b'{"count": Infinity}',
        b'{"count": -Infinity}',
        b"\xff\xfe{}",
        b'{"species": "\xff"}',
        b"[1",
        b"no",
        b"{} {}",
        b"species=x&count=3",
        b'{"a"}',
        b'{"species": "a\nb"}',
    ],
    ids=ascii,
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_body_that_is_no_json(site, anna, mine, method, raw):
    path = LIST if method == "POST" else path_of(mine)
    check_problem(anna.api(method, path, raw=raw), 400)


@pytest.fixture(scope="module")
def mine(site, anna):
    """A sighting of Anna's that no test of this module changes."""
    return create(anna, site.sighting())


@rule("L4.10")
@pytest.mark.parametrize(
    "raw", [b"[]", b'"x"', b"1", b"null", b"true", b"[{}]"], ids=ascii
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_json_that_is_no_object(anna, mine, method, raw):
    path = LIST if method == "POST" else path_of(mine)
    check_problem(anna.api(method, path, raw=raw), 422)


@rule("L4.15", "L4.10")
@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"count": ' + b"9" * 5000 + b"}",
        b'{"species": "\\ud800"}',
        b'{"count": 1e999}',
        b'{"\\u0000": 1}',
    ],
    ids=["deep list", "deep object", "long number", "surrogate", "1e999", "NUL key"],
)
def test_json_at_its_limits(anna, raw):
    answer = anna.api("POST", LIST, raw=raw)
    good = 400 <= answer.status < 500
    expect(good, "a status from 400 to 499", answer)


@rule("L4.15", "L4.10")
@pytest.mark.parametrize("name", ["species", "notes"])
def test_half_a_character(site, anna, name):
    values = as_json(site.sighting()) | {name: "x\ud800"}
    answer = anna.api("POST", LIST, values)
    good = 400 <= answer.status < 500
    expect(good, f"a status from 400 to 499 for {name} with half a character", answer)


@rule("L4.10")
@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "garbage",
    ],
)
def test_another_media_type(site, anna, mine, media_type):
    values = as_json(site.sighting())
    for method, path in (("POST", LIST), ("PATCH", path_of(mine))):
        raw = json.dumps(values).encode()
        answer = anna.api(method, path, raw=raw, media_type=media_type)
        good = 400 <= answer.status < 500
        expect(good, "a status from 400 to 499", answer)
        check_problem(answer, answer.status)
    found = anna.api("GET", f"{LIST}?{urlencode({'species': values['species']})}")
    expect(found.json["total"] == 0, "nothing stored", found)
    expect(read(anna, mine) == mine, "nothing changed", found)


@rule("L4.10")
@pytest.mark.parametrize(
    "media_type", ["application/json; charset=utf-8", "Application/JSON"]
)
def test_media_type_with_parameters(site, anna, media_type):
    raw = json.dumps(as_json(site.sighting())).encode()
    anna.api("POST", LIST, raw=raw, media_type=media_type).must_be(201)


@rule("L4.7")
@pytest.mark.parametrize(
    "change",
    [
        {"species": " Wren "},
        {"count": 77},
        {"place": "a/b"},
        {"seen_on": "2024-01-01"},
        {"notes": "new\r\nnotes"},
        {"notes": ""},
        {},
        {"count": 5, "notes": "both"},
    ],
    ids=json.dumps,
)
def test_patch(site, anna, change):
    before = create(anna, site.sighting(notes="old"))
    answer = anna.api("PATCH", path_of(before), change).must_be(200)
    tidy = {k: v.strip() if k == "species" else v for k, v in change.items()}
    if "notes" in tidy:
        tidy["notes"] = tidy["notes"].replace("\r\n", "\n")
    want = before | tidy
    expect(answer.json == want, f"{change or 'nothing'} changed only", answer)
    expect(read(anna, before) == want, "the change stored", answer)


@rule("L4.7", "L4.10")
@pytest.mark.parametrize(
    "change",
    [
        {"species": ""},
        {"count": "3"},
        {"count": None},
        {"place": "UK"},
        {"seen_on": "2999-01-01"},
        {"notes": "x" * 2001},
        {"notes": "\0"},
    ],
    ids=lambda change: json.dumps(change)[:24],
)
def test_invalid_patch(site, anna, mine, change):
    answer = anna.api("PATCH", path_of(mine), {"count": 55} | change)
    check_invalid(answer, *change)
    expect(read(anna, mine) == mine, "nothing changed", answer)


@rule("L4.7")
def test_patches_at_once(site, anna):
    for turn in range(4):
        before = create(anna, site.sighting())
        changes = [
            {"species": f"changed {turn}"},
            {"count": 100 + turn},
            {"place": f"changed/{turn}"},
            {"notes": f"changed {turn}"},
        ]
        tabs = [anna.copy() for _ in changes]

        def send(number, before=before, changes=changes, tabs=tabs):
            return tabs[number].api("PATCH", path_of(before), changes[number])

        answers = together(len(changes), send)
        for answer in answers:
            answer.must_be(200)
        after = read(anna, before)
        for change in changes:
            for key, value in change.items():
                wanted = f"{key} {value!r} to hold, not {after[key]!r}"
                expect(after[key] == value, wanted, *answers[:2])


@rule("L4.8")
def test_delete(site, anna):
    gone = create(anna, site.sighting())
    answer = anna.api("DELETE", path_of(gone)).must_be(204)
    expect(answer.body == b"", "no body", answer)
    for method, value in (("GET", None), ("PATCH", {}), ("DELETE", None)):
        check_problem(anna.api(method, path_of(gone), value), 404)
    anna.get(f"/sightings/{gone['id']}").must_be(404)


@rule("L4.8", "L2.9")
def test_several_delete_at_once(site, anna):
    for _ in range(2):
        gone = create(anna, site.sighting())
        tabs = [anna.copy() for _ in range(4)]

        def send(number, gone=gone, tabs=tabs):
            return tabs[number].api("DELETE", path_of(gone))

        answers = together(4, send)
        got = sorted(answer.status for answer in answers)
        expect(
            got == [204, 404, 404, 404], f"204 once, then 404, not {got}", *answers[:2]
        )


@rule("L4.9")
def test_somebody_else(site, anna, ben):
    sighting = create(anna, site.sighting())
    check_problem(ben.api("PATCH", path_of(sighting), {"count": 9}), 403)
    check_problem(ben.api("PATCH", path_of(sighting), {"count": "x"}), 403)
    check_problem(ben.api("DELETE", path_of(sighting)), 403)
    check_problem(ben.api("DELETE", f"{LIST}/1"), 403)
    got = anna.api("GET", path_of(sighting))
    expect(got.json == sighting, "nothing changed", got)


@rule("L4.9")
@pytest.mark.parametrize(
    "number", ["99999999", "0", str(2**63), str(10**30), "abc", "%00"]
)
def test_what_is_not_there(site, anna, number):
    path = f"{LIST}/{number}"
    for method, body in (("GET", b""), ("PATCH", b"{}"), ("DELETE", b"")):
        answer = anna.api(method, path, raw=body or None)
        check_problem(answer, 404)


@rule("L4.9")
@pytest.mark.parametrize(
    "text", ["one", "1.5", "-1", "%20", "1e3", "\u0663"], ids=ascii
)
def test_what_is_no_number(anna, text):
    path = f"{LIST}/{quote(text, safe='%')}"
    for method, body in (("GET", b""), ("PATCH", b"{}"), ("DELETE", b"")):
        answer = anna.api(method, path, raw=body or None).must_be(404, 422)
        check_problem(answer, answer.status)


SERVERS = {
    "id": 1,
    "observer": "miriam",
    "created_at": "2001-01-01T00:00:00+00:00",
    "photo_url": "https://elsewhere.example/x.png",
    "url": "https://elsewhere.example/",
}


@rule("L4.11")
@pytest.mark.parametrize("name", SERVERS)
def test_fields_of_the_server(site, anna, name):
    values = as_json(site.sighting()) | {name: SERVERS[name]}
    answer = anna.api("POST", LIST, values).must_be(201, 422)
    if answer.status == 201:
        wrong = answer.json[name] == SERVERS[name]
        expect(not wrong, f"{name} of the server's choice", answer)
    sighting = create(anna, site.sighting())
    answer = anna.api("PATCH", path_of(sighting), {name: SERVERS[name]})
    answer.must_be(200, 422)
    expect(read(anna, sighting) == sighting, "nothing changed", answer)


@rule("L4.11")
def test_fields_of_nobody(site, anna):
    values = as_json(site.sighting()) | {"unknown": 1, "user_id": 1, "__class__": "x"}
    answer = anna.api("POST", LIST, values).must_be(201, 422)
    if answer.status == 201:
        expect(set(answer.json) == KEYS, "no further keys", answer)


# -- errors and statistics -----------------------------------------------------------------------


@rule("L4.12")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/no-such-path", 404),
        ("GET", "/api/", 404),
        ("POST", "/api/sightings/1/more", 404),
        ("GET", f"{LIST}/99999999", 404),
        ("PUT", LIST, 405),
        ("DELETE", LIST, 405),
        ("POST", f"{LIST}/1", 405),
        ("GET", "/api/tokens", 405),
        ("POST", "/api/stats/weekly", 405),
        ("POST", LIST, 401),
        ("GET", f"{LIST}?page=0", 422),
    ],
)
def test_errors_are_problems(visitor, method, path, status):
    answer = visitor.api(method, path, raw=b"{}" if method in ("POST", "PUT") else None)
    check_problem(answer, status)
    if status == 405:
        expect(answer.headers.get("allow"), "the field Allow", answer, rule="L0.3")


def weeks(rows):
    """Return the weekly statistics of sightings (pairs of date and count), worked out here."""
    if not rows:
        return []
    found = {}
    for day, count in rows:
        year, week, _ = day.isocalendar()
        sightings, total = found.get((year, week), (0, 0))
        found[year, week] = sightings + 1, total + count
    day = min(day for day, _ in rows)
    day -= timedelta(days=day.weekday())
    items = []
    while day <= max(day for day, _ in rows):
        year, week, _ = day.isocalendar()
        sightings, total = found.get((year, week), (0, 0))
        item = {"week": f"{year}-W{week:02}", "sightings": sightings, "count": total}
        items.append(item)
        day += timedelta(days=7)
    return items


@rule("L4.13")
@pytest.mark.parametrize(
    "query",
    [
        {"place": "uk/england/wicken-fen"},
        {"place": "fr", "species": "flamingo"},
        {"species": "GREY heron", "place": "uk/england/river-cam"},
        {"place": "uk/eng"},
        {"species": "%", "place": "uk"},
    ],
    ids=urlencode,
)
def test_weekly_statistics(visitor, query):
    ids = set(wanted(query.get("species", ""), query.get("place", "")))
    rows = [
        (date.fromisoformat(KNOWN[number]["seen_on"]), int(KNOWN[number]["count"]))
        for number in ids
    ]
    answer = visitor.api("GET", f"/api/stats/weekly?{urlencode(query)}").must_be(200)
    expect(set(answer.json) == {"items"}, "the key items", answer)
    want, got = weeks(rows), answer.json["items"]
    wrong = [(w, g) for w, g in zip(want, got, strict=False) if w != g]
    expect(not wrong, f"{wrong and wrong[0][0]}, not {wrong and wrong[0][1]}", answer)
    expect(len(got) == len(want), f"{len(want)} weeks, not {len(got)}", answer)


@rule("L4.13")
@pytest.mark.parametrize(
    "days",
    [
        # Days of January in the last week of the year before, ...
        ["2020-12-27", "2020-12-28", "2021-01-03", "2021-01-04", "2021-01-25"],
        # ... and days of December in the first week of the next.
        ["2024-12-29", "2024-12-30", "2025-01-05", "2025-01-06"],
    ],
    ids=["2021", "2025"],
)
def test_weeks_at_the_turn_of_a_year(site, anna, days):
    place = site.place()
    for count, day in enumerate(days, 1):
        create(anna, site.sighting(place=place, seen_on=day, count=str(count)))
    answer = anna.api("GET", f"/api/stats/weekly?place={place}").must_be(200)
    rows = [(date.fromisoformat(day), count) for count, day in enumerate(days, 1)]
    want = weeks(rows)
    expect(answer.json == {"items": want}, f"the weeks {want}", answer)


@rule("L4.13")
def test_statistics_of_everything(visitor):
    answer = visitor.api("GET", "/api/stats/weekly").must_be(200)
    named = [item["week"] for item in answer.json["items"]]
    expect(named == sorted(set(named)), "each week once, the oldest first", answer)
    total = visitor.api("GET", f"{LIST}?per_page=1").json["total"]
    counted = sum(item["sightings"] for item in answer.json["items"])
    expect(counted == total, f"{total} sightings altogether", answer)


# -- the description -----------------------------------------------------------------------------


@rule("L4.14")
def test_description(site, visitor):
    answer = visitor.get("/openapi.json").must_be(200)
    document = answer.json
    version = isinstance(document, dict) and str(document.get("openapi", ""))
    expect(version and version.startswith("3."), "a description in OpenAPI 3", answer)
    fault = fault_of(document)
    expect(not fault, "a description that is valid", answer, Got("Error", fault))
    given = operations(document)
    for key, operation in operations(DESCRIPTION).items():
        if not set(operation["tags"]) <= set(site.levels):
            continue
        name = " ".join(key)
        expect(key in given, f"the operation {name}", answer)
        want = {status for status in operation["responses"] if status.isdigit()}
        has = set(resolved(given[key], document)["responses"])
        if "/reports/" in name and "404" in has:
            want -= {"403"}  # of another account's report, L6.4 leaves the choice
        missing = sorted(want - has)
        expect(not missing, f"the statuses {missing} at {name}", answer)


@rule("L4.15")
def test_answers_are_as_described(site, anna, ben):
    one = f"{LIST}/{{}}"
    values = as_json(site.sighting())
    made = check_described(anna.api("POST", LIST, values), LIST)
    path = path_of(made.json)
    check_described(anna.api("GET", f"{LIST}?per_page=2"), LIST)
    check_described(anna.api("GET", f"{LIST}?page=0"), LIST)
    check_described(anna.api("POST", LIST, {}), LIST)
    check_described(anna.api("POST", LIST, raw=b"{"), LIST)
    check_described(anna.api("POST", LIST, values, token=""), LIST)
    check_described(anna.api("POST", LIST, raw=b"x", media_type="text/plain"), LIST)
    check_described(anna.api("GET", path), one)
    check_described(anna.api("GET", NOT_THERE), one)
    check_described(anna.api("PATCH", path, {"count": 4}), one)
    check_described(anna.api("PATCH", path, {"count": 0}), one)
    check_described(anna.api("PATCH", path, raw=b"{"), one)
    check_described(ben.api("PATCH", path, {"count": 4}), one)
    check_described(ben.api("DELETE", path), one)
    check_described(anna.api("DELETE", path, token=""), one)
    check_described(anna.api("DELETE", path), one)
    check_described(anna.api("DELETE", path), one)
    tokens, stats = "/api/tokens", "/api/stats/weekly"
    check_described(ask_for_token(anna, anna.name, anna.password), tokens)
    check_described(ask_for_token(anna, anna.name, "a wrong password"), tokens)
    check_described(anna.api("POST", tokens, {}), tokens)
    check_described(anna.api("GET", f"{stats}?place=fr"), stats)


@rule("L4.15")
@pytest.mark.parametrize(
    "target",
    [
        "?species=%00",
        "?place=%00",
        "?species=%ff",
        "?page=1&page=2",
        "?page=",
        "?per_page=",
        "?species=a&species=b",
        "?page[]=1",
        "?%",
        "/%ff",
        "/%00",
        "/1%00",
        "?place=" + "a/" * 900,
        "?species=%ed%a0%80",
        "/%EF%BC%91",
        "?species=" + "x" * 5000,
    ],
)
@pytest.mark.parametrize("path", [LIST, "/api/stats/weekly"])
def test_address_makes_no_5xx(site, path, target):
    answer = exactly(site.url, "GET", path + target)
    expect(answer.status < 500, "no 5xx", answer)
    # A server may refuse an address that is too long or no URL before the program sees it.
    if answer.status >= 400 and answer.status not in (400, 414):
        check_problem(answer, answer.status)


@rule("L4.6", "L2.10")
def test_several_create_at_once(site, anna):
    place = site.place()
    tabs = [anna.copy() for _ in range(8)]

    def send(number):
        return tabs[number].api("POST", LIST, as_json(site.sighting(place=place)))

    answers = together(8, send)
    numbers = {answer.must_be(201).json["id"] for answer in answers}
    expect(len(numbers) == 8, "eight ids", *answers[:2])
    total = anna.api("GET", f"{LIST}?place={place}").json["total"]
    expect(total == 8, "eight sightings stored", *answers[:1])


@rule("L4.2", "L4.6")
def test_token_holds_in_every_worker(site, anna):
    # A server has several processes: what one of them issues, all must know.
    fresh = with_token(anna.copy())
    # All at once: of requests that come one after the other, one process may take each.
    together(12, lambda _: create(fresh, site.sighting(seen_on=OLDER)))

"""L1: lists and single sightings as HTML."""

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from contract.suite.checking import expect, needs, rule
from contract.suite.client import exactly
from contract.suite.pages import (
    links,
    order,
    related,
    rows,
    shown,
)
from contract.suite.site import data_set, noted, values_of

PER_PAGE = 20
KNOWN = {int(row["id"]): row for row in data_set()}
"""The sightings of the data set, which the suite never changes."""


def known(found):
    """Return the ids of those of ``found`` that are from the data set, in their order."""
    return [row.id for row in found if row.id in KNOWN]


def wanted(*, species="", place=""):
    """Return the ids of the data set that a filter must keep, in the order of lists."""
    return [
        int(row["id"])
        for row in data_set()
        if species.lower() in row["species"].lower()
        and (not place or f"{row['place']}/".startswith(f"{place}/"))
    ]


def walk(person, address):
    """Return the answers of all pages of a list, by its rel="next" links."""
    pages = [person.get(address).must_be(200)]
    while following := related(pages[-1], "next"):
        pages.append(person.get(following).must_be(200))
        expect(len(pages) < 200, "an end of the rel=next links", pages[-1])
    return pages


def check_filter(person, address, ids):
    """Check that a filtered list has, of the data set, exactly ``ids``, in order."""
    answers = walk(person, address)
    got = known(row for answer in answers for row in rows(answer))
    missing, more = sorted(set(ids) - set(got)), sorted(set(got) - set(ids))
    expect(not missing, f"sightings {missing[:5]} in the list", *answers[:1])
    expect(not more, f"no sightings {more[:5]} in the list", *answers[:1])


@rule("L1.1")
def test_root(visitor):
    answer = visitor.get("/")
    listed = answer.status == 200 and rows(answer)
    moved = answer.status in (301, 302, 303, 307, 308)
    led = moved and urlsplit(answer.location).path == "/sightings"
    expect(listed or led, "the list itself or a redirect to /sightings", answer)


@rule("L1.2")
def test_list(visitor):
    answer = visitor.get("/sightings?species=heron").must_be(200)
    charset = answer.headers["content-type"].lower().replace('"', "")
    expect("charset=utf-8" in charset, "the media type text/html in UTF-8", answer)
    found = [row for row in rows(answer) if row.id in KNOWN]
    wanted = "sightings of the data set in elements of class sighting"
    expect(found, wanted, answer)
    for row in found:
        values = KNOWN[row.id]
        said = {
            "species": row.species == values["species"],
            "count": values["count"] in row.count,
            "place": values["place"] in row.place,
            "seen_on": values["seen_on"] in row.seen_on,
            "observer": values["observer"] in row.observer,
        }
        wrong = [name for name, right in said.items() if not right]
        expect(not wrong, f"sighting {row.id} with its {', '.join(wrong)}", answer)


@rule("L1.3")
@pytest.mark.parametrize(
    "address", ["/sightings?place=uk/england/cambridge", "/places/uk/england/river-cam"]
)
def test_newest_first(visitor, address):
    for answer in walk(visitor, address):
        keys = [order(row) for row in rows(answer)]
        for above, below in pairwise(keys):
            expect(
                above > below,
                f"{above[0]} (id {above[1]}) after {below[0]} (id {below[1]})",
                answer,
            )


@rule("L1.4")
def test_every_sighting_once(visitor):
    answers = walk(visitor, "/sightings")
    pages = [rows(answer) for answer in answers]
    for answer, page in zip(answers[:-1], pages[:-1], strict=True):
        expect(len(page) == PER_PAGE, f"{PER_PAGE} sightings, not {len(page)}", answer)
    expect(1 <= len(pages[-1]) <= PER_PAGE, f"1 to {PER_PAGE} sightings", answers[-1])
    found = [row for page in pages for row in page]
    missing = sorted(set(KNOWN) - set(known(found)))
    expect(not missing, f"sightings {missing[:5]} on one of the pages", answers[0])
    twice = [number for number, times in Counter(known(found)).items() if times > 1]
    expect(not twice, f"sighting {twice[:5]} on one page only", answers[0])
    keys = [order(row) for row in found]
    expect(keys == sorted(keys, reverse=True), "one order over all pages", answers[-1])


@rule("L1.4")
@pytest.mark.parametrize(
    ("path", "filters"),
    [
        ("/sightings", {}),
        ("/sightings", {"species": "r", "place": "uk"}),
        ("/places/uk/england", {}),
    ],
    ids=["list", "filtered", "place"],
)
def test_links_of_pages(visitor, path, filters):
    def check(answer, rel, page):
        link = related(answer, rel)
        if page is None:
            expect(link is None, f'no link with rel="{rel}"', answer)
            return
        query = parse_qs(urlsplit(link or "").query)
        expect(
            link
            and query.get("page", ["1"]) == [str(page)]
            and urlsplit(link).path == path
            and {k: v for k, v in query.items() if k != "page" and v != [""]}
            == {k: [v] for k, v in filters.items()},
            f'a link with rel="{rel}" to page {page} of the same list',
            answer,
        )

    def page(number):
        query = urlencode(filters | {"page": number})
        return visitor.get(f"{path}?{query}").must_be(200)

    first, second = page(1), page(2)
    check(first, "prev", None)
    check(first, "next", 2)
    check(second, "prev", 1)
    check(second, "next", 3)
    plain = visitor.get(f"{path}?{urlencode(filters)}").must_be(200)
    expect(rows(plain) == rows(first), "the first page if none is named", plain)
    both = {row.id for row in rows(first)} & {row.id for row in rows(second)}
    expect(not both, f"sightings {sorted(both)[:5]} on one page only", second)


@rule("L1.4")
def test_last_page_may_be_full(visitor, site):
    # A page of twenty is not followed by an empty one.
    place = "uk/england/wicken-fen"
    ids = wanted(place=place)
    pages = -(-len(ids) // PER_PAGE)
    answers = walk(visitor, f"/sightings?place={place}")
    expect(len(answers) == pages, f"{pages} pages of {len(ids)} sightings", answers[-1])
    beyond = visitor.get(f"/sightings?place={place}&page={pages + 1}")
    expect(beyond.status == 404, f"404 for page {pages + 1} of {pages}", beyond)


@rule("L1.4")
@needs("L2")
def test_page_of_exactly_twenty(anna, site):
    place = site.place()
    for _ in range(PER_PAGE):
        noted(anna, site.sighting(place=place))
    answer = anna.get(f"/sightings?place={place}").must_be(200)
    expect(len(rows(answer)) == PER_PAGE, f"{PER_PAGE} sightings", answer)
    expect(related(answer, "next") is None, 'no link with rel="next"', answer)
    anna.get(f"/sightings?place={place}&page=2").must_be(404)
    anna.get(f"/places/{place}?page=2").must_be(404)


@rule("L1.5")
@pytest.mark.parametrize("path", ["/sightings", "/places/uk"])
@pytest.mark.parametrize(
    "page",
    [
        "0",
        "-1",
        "1000",
        str(2**31),
        str(2**63),
        str(10**30),
        "one",
        "1.5",
        "1e1",
        "0x1",
        "NaN",
        "%C2%B2",
        "--1",
        "1%002",
    ],
)
def test_page_that_is_not_there(site, path, page):
    answer = exactly(site.url, "GET", f"{path}?page={page}")
    expect(answer.status == 404, "the status 404", answer)


@rule("L1.5")
def test_list_without_sightings(visitor):
    address = "/sightings?species=no+such+bird"
    for page in ("", "&page=1"):
        answer = visitor.get(address + page).must_be(200)
        expect(not rows(answer), "a page without sightings", answer)
    visitor.get(f"{address}&page=2").must_be(404)


@rule("L1.6")
@pytest.mark.parametrize(
    "species",
    [
        "Grey Heron",
        "grey heron",
        "HERON",
        "n's b",
        "Otter",
        "r",
        "",
        "gr_y",
        "%",
        "_",
        "o%r",
        "\\",
        "*",
        "?",
        "[a-z]",
        "'",
        '"',
        "O'--",
        "' OR '1'='1",
        "é",
        "ron",
    ],
)
def test_species_filter(visitor, species):
    ids = wanted(species=species)
    # For all of them the first page is enough, which saves the time of the others.
    if len(ids) > 2 * PER_PAGE:
        answer = visitor.get(f"/sightings?{urlencode({'species': species})}").must_be(
            200
        )
        found = rows(answer)
        expect(len(found) == PER_PAGE, f"{PER_PAGE} sightings", answer)
        wrong = [row for row in found if species.lower() not in row.species.lower()]
        expect(not wrong, f"only species with {species!r}", answer)
    else:
        check_filter(visitor, f"/sightings?{urlencode({'species': species})}", ids)


@rule("L1.6")
@needs("L2")
@pytest.mark.parametrize(
    "special",
    [
        "100%",
        "a_b",
        "c\\d",
        "É",
        "ß",
        "日本",
        "🦉",
        "x'y",
        'x"y',
        "a&b",
        "a+b",
    ],
)
def test_species_filter_means_each_character(anna, site, special):
    place = site.place()
    species = f"{site.unique()} {special}"
    path = noted(anna, site.sighting(place=place, species=species))
    # The same with "z" for the characters that could stand for others.
    other = special.translate({ord(c): "z" for c in re.sub("[a-z0-9]", "", special)})
    noted(anna, site.sighting(place=place, species=f"{site.unique()} {other}"))
    answer = anna.get(f"/sightings?{urlencode({'species': special, 'place': place})}")
    found = [f"/sightings/{row.id}" for row in rows(answer.must_be(200))]
    expect(found == [path], f"the one species with {special!r}", answer)


@rule("L1.7")
@pytest.mark.parametrize(
    ("place", "species"),
    [
        ("uk/england/cambridge", ""),
        ("uk/england/ouse", ""),
        ("uk/england/wicken-fen", "r"),
        ("uk/scotland/cairngorms", ""),
        ("uk/eng", ""),
        ("uk/england/river-cam/", "heron"),
        ("england", ""),
        ("uk/%", ""),
        ("uk_england", ""),
        ("uk/england/ouse_washes", ""),
        ("", "osprey"),
        ("fr", "HERON"),
    ],
)
def test_place_filter(visitor, place, species):
    ids = wanted(place=place, species=species)
    if place.endswith("/"):
        # Nothing is promised of what is no place, but that it does not fail.
        answer = visitor.get(f"/sightings?{urlencode({'place': place})}")
        expect(answer.status < 500, "no 5xx", answer)
        return
    query = urlencode({"place": place, "species": species})
    check_filter(visitor, f"/sightings?{query}", ids)


@rule("L1.8")
@pytest.mark.parametrize("number", [48, 126, 435, 1])
def test_sighting(visitor, number):
    answer = visitor.get(f"/sightings/{number}").must_be(200)
    values = shown(answer)
    for name, value in values.items():
        want = KNOWN[number][name.replace("-", "_")]
        same = value.split() == want.split() if name == "notes" else value == want
        expect(same, f"the value {want!r} of {name}, not {value!r}", answer)
    place = KNOWN[number]["place"]
    expect(f"/places/{place}" in links(answer), f"a link to /places/{place}", answer)


@rule("L1.9")
@pytest.mark.parametrize(
    "number",
    [
        "0",
        "-1",
        "99999999",
        str(2**31),
        str(2**63),
        str(10**30),
        "9" * 3000,
        "abc",
        "1.0",
        "1e0",
        "0x1",
        "%C2%B2",
        "1%20OR%201=1",
        "1'",
        "1%00",
        "%FF",
        "1;2",
    ],
)
def test_sighting_that_is_not_there(site, number):
    answer = exactly(site.url, "GET", f"/sightings/{number}")
    expect(answer.status == 404, "the status 404", answer)


@rule("L1.10")
@pytest.mark.parametrize(
    "place", ["uk", "uk/england/wicken-fen", "uk/england/ouse", "de", "fr/camargue"]
)
def test_place(visitor, place):
    check_filter(visitor, f"/places/{place}", wanted(place=place))


@rule("L1.10")
@pytest.mark.parametrize("place", ["uk", "uk/england", "uk/england/river-cam", "fr"])
def test_places_below(visitor, place):
    answer = visitor.get(f"/places/{place}").must_be(200)
    inside = [r["place"] for r in data_set() if r["place"].startswith(f"{place}/")]
    depth = place.count("/") + 2
    below = {"/".join(p.split("/")[:depth]) for p in inside}
    missing = {f"/places/{p}" for p in below} - links(answer)
    expect(
        not missing, f"links to the places directly below: {sorted(missing)}", answer
    )
    got = {
        p
        for p in links(answer)
        if p.startswith("/places/") and p.count("/") == depth + 1
    }
    wrong = sorted(
        got
        - {f"/places/{r['place']}" for r in data_set()}
        - {f"/places/{p}" for p in below}
    )
    expect(not wrong, f"no link to places without sightings: {wrong}", answer)


@rule("L1.10")
@pytest.mark.parametrize(
    "place",
    [
        "atlantis",
        "uk/eng",
        "england",
        "uk/england/ous",
        "UK",
        "uk_england",
        "uk/england/x",
        "a/b/c/d/e",
        "%25",
        "uk/%25",
        "u%00k",
        "%FF",
        "uk%20",
        "caf%C3%A9",
        "%27",
        "uk%0a",
    ],
)
def test_place_that_is_not_there(site, place):
    answer = exactly(site.url, "GET", f"/places/{place}")
    expect(answer.status == 404, "the status 404", answer)


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@rule("L1.11")
def test_notes_of_the_data_set_are_text(visitor):
    answer = visitor.get("/sightings/126").must_be(200)
    expect("<100" not in answer.text, "notes with &lt; for <", answer)
    expect("R. & J." not in answer.text, "notes with &amp; for &", answer)


def check_no_markup(answer, text):
    """Check that ``text``, which is markup or ends an attribute, became no element."""
    made = answer.page.css("[onerror], [onfocus]")
    made += [tag for tag in answer.page.css("script") if "alert(1)" in tag.text()]
    expect(not made, f"the text {text!r} shown as text", answer)


@rule("L1.11")
@needs("L2")
@pytest.mark.parametrize(
    "text",
    [
        MARKUP,
        "\"><img src=x onerror='alert(1)'>",
        "' onfocus='alert(1)' x='",
        '" onfocus="alert(1)" x="',
        "</title><script>alert(1)</script>",
        "</textarea><script>alert(1)</script>",
        "&lt;b&gt; &amp;amp; &#60;",
        "{{ 7*7 }} {% raw %} ${7*7} %(x)s {0}",
    ],
    ids=[
        "element",
        "quote",
        "single",
        "double",
        "title",
        "textarea",
        "entity",
        "template",
    ],
)
def test_text_is_shown_as_text(anna, site, text):
    place = site.place()
    path = noted(anna, site.sighting(species=text, notes=f"{text}\nend", place=place))
    answer = anna.get(path).must_be(200)
    check_no_markup(answer, text)
    values = shown(answer)
    for name, value in (("species", values["species"]), ("notes", values["notes"])):
        same = value.split() == (text if name == "species" else f"{text} end").split()
        expect(same, f"the {name} {text!r} as it was written", answer)
    for address in (f"/sightings?place={place}", f"/places/{place}"):
        answer = anna.get(address).must_be(200)
        check_no_markup(answer, text)
        names = [" ".join(row.species.split()) for row in rows(answer)]
        expect(names == [" ".join(text.split())], f"the species {text!r}", answer)
    check_no_markup(anna.get(f"{path}/edit").must_be(200), text)


@rule("L1.11")
@pytest.mark.parametrize("name", ["species", "place"])
def test_filter_is_shown_as_text(visitor, name):
    for text in (MARKUP, '"><img src=x onerror="alert(1)">', "' onfocus='alert(1)'"):
        answer = visitor.get(f"/sightings?{urlencode({name: text})}").must_be(200)
        check_no_markup(answer, text)


@rule("L1.11")
def test_address_is_shown_as_text(visitor):
    for path in ("/places/", "/sightings/", "/"):
        answer = visitor.get(path + quote(MARKUP, safe="")).must_be(404)
        if answer.media_type == "text/html":
            check_no_markup(answer, MARKUP)


@rule("L1.11")
@needs("L2")
def test_line_breaks_are_kept(anna, site):
    path = noted(anna, site.sighting(notes="one\ntwo\n\nfour"))
    notes = values_of(anna, path)["notes"]
    lines = [line.strip() for line in notes.splitlines() if line.strip()]
    answer = anna.get(path)
    expect(lines == ["one", "two", "four"], "each line of the notes on its own", answer)


@rule("L1.11")
def test_line_breaks_of_the_data_set_are_kept(visitor):
    answer = visitor.get("/sightings/48").must_be(200)
    lines = [line.strip() for line in shown(answer)["notes"].splitlines()]
    want = KNOWN[48]["notes"].split("\n")
    expect([line for line in lines if line] == want, f"{len(want)} lines", answer)


@rule("L1.7")
@pytest.mark.parametrize(
    "text", ["UK", "uk england", "uk//england", "/uk", "uk/", "%", "u_", "caf\u00e9"]
)
def test_filter_that_is_no_place(visitor, text):
    answer = visitor.get(f"/sightings?{urlencode({'place': text})}")
    good = answer.status == 200 and not rows(answer)
    expect(good or 400 <= answer.status < 500, "no sightings, or a 4xx", answer)


@rule("L1.12")
@pytest.mark.parametrize(
    "target",
    [
        "/sightings?species=%00",
        "/sightings?place=%00",
        "/sightings?page=%00",
        "/sightings?%00=1",
        "/sightings?species=%ff%fe",
        "/sightings?place=%c3%28",
        "/sightings?species=%ed%a0%80",
        "/sightings?species=a&species=b",
        "/sightings?page=1&page=2",
        "/sightings?page=1&page=x",
        "/sightings?place=uk&place=fr",
        "/sightings?page=%2B1",
        "/sightings?page=+1",
        "/sightings?page=%EF%BC%91",
        "/sightings?page=1_0",
        "/sightings?page=",
        "/sightings?page[]=1",
        "/sightings?species[x]=1",
        "/sightings?&&=&=x",
        "/sightings?%",
        "/sightings?species=%zz",
        "/sightings?species=" + "a" * 5000,
        "/sightings?place=" + "a/" * 1000,
        "/sightings?page=" + "9" * 5000,
        "/sightings/%EF%BC%91",
        "/sightings/%00",
        "/places/%00",
        "/places/%ff",
        "/places/" + "a/" * 1000,
        "/places//",
        "/%00",
        "/%ff",
        "/%ed%a0%80",
        "//",
        "/..",
        "/%2e%2e/",
        b"/\xff",
        b"/sightings?species=\xc3\x28",
        "*",
    ],
)
def test_address_makes_no_5xx(site, target):
    answer = exactly(site.url, "GET", target)
    expect(answer.status < 500, "no 5xx", answer)


@rule("L1.12")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cookie", "session=garbage; csrftoken=x; sessionid=\xff"),
        ("Cookie", "=; ;;; a=b=c; \x01"),
        ("Accept", "garbage"),
        ("Accept-Language", "x" * 2000),
        ("Accept-Encoding", "gzip;q=x, \xff"),
        ("If-Modified-Since", "yesterday"),
        ("If-None-Match", '"'),
        ("Range", "bytes=99999999-"),
        ("Authorization", "Basic \xff"),
        ("Content-Length", "0"),
        ("Content-Type", "garbage; charset=no-such"),
        ("X-Forwarded-For", "<script>"),
        ("X-Forwarded-Host", "elsewhere.example"),
        ("Referer", "\xff\xfe"),
    ],
)
def test_header_makes_no_5xx(site, name, value):
    for path in ("/sightings", "/sightings/1", "/static/fieldnotes.css"):
        answer = exactly(site.url, "GET", path, [(name, value)])
        expect(answer.status < 500, "no 5xx", answer)


@rule("L1.13")
def test_static_file_is_not_sent_twice(site):
    path = "/static/fieldnotes.css"
    first = exactly(site.url, "GET", path)
    etag, modified = first.headers.get("etag"), first.headers.get("last-modified")
    expect(etag or modified, "the field ETag or Last-Modified", first)
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)):
        if value:
            again = exactly(site.url, "GET", path, [(name, value)])
            expect(again.status == 304, f"304 for {name}: {value}", again)
            expect(again.body == b"", "no body", again)
    other = exactly(site.url, "GET", path, [("If-None-Match", '"another"')])
    expect(other.status == 200, "200 for another ETag", other)

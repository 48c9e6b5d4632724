"""L2: sightings are made, changed and deleted in a browser."""

import re
import socket
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest

from contract.suite.browser import described, find_form, label_of, submit
from contract.suite.checking import expect, rule
from contract.suite.pages import links, path_of, rows, text_of
from contract.suite.site import (
    FIELDS,
    OLDER,
    delete_form,
    edit_form,
    made,
    new_form,
    note,
    noted,
    values_of,
)
from contract.suite.together import together

NOT_THERE = "/sightings/99999999"


def in_list(person, **filters):
    """Return the sightings of a filtered list."""
    return rows(person.get(f"/sightings?{urlencode(filters)}").must_be(200))


# -- new -----------------------------------------------------------------------------------------


@rule("L2.1")
def test_form_for_a_new_sighting(anna):
    form = new_form(anna)
    for name in FIELDS:
        control = form.control(name)
        expect(label_of(control, form.answer), f"a label for {name}", form.answer)


@rule("L2.2")
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"count": "1"},
        {"count": "9999"},
        {"species": "x"},
        {"species": "é" * 80},
        {"species": "🦉" * 80},
        {"species": "  Great Tit  "},
        {"place": "a/b-2/c/0"},
        {"place": "/".join(["x" * 49, "y" * 49, "z" * 49, "-" * 50])},
        {"place": "-"},
        {"seen_on": "2024-02-29"},
        {"seen_on": "1900-01-01"},
        {"notes": "x" * 2000},
        {"notes": "two\nlines"},
    ],
    ids=lambda values: " ".join(f"{k}={v[:9]}" for k, v in values.items()) or "plain",
)
def test_valid_form(anna, site, values):
    values = site.sighting(**values)
    path = noted(anna, values)
    shows = values_of(anna, path)
    for name, value in values.items():
        want = value.strip() if name == "species" else value
        got = shows[name.replace("_", "-")]
        same = got.split() == want.split() if name == "notes" else got == want
        expect(same, f"{name} {want!r} on the page, not {got!r}", anna.get(path))
    found = [
        row
        for row in in_list(anna, place=values["place"])
        if path.endswith(str(row.id))
    ]
    expect(found, "the new sighting in the list", anna.get("/sightings"), rule="L1.2")


@rule("L2.2", "L2.4")
def test_notes_may_be_missing(anna, site):
    path = made(submit(anna, new_form(anna), site.sighting(), without=("notes",)))
    expect(values_of(anna, path)["notes"] == "", "no notes", anna.get(path))


@rule("L2.4")
@pytest.mark.today
def test_today_is_valid(anna, site):
    noted(anna, site.sighting(seen_on=site.today.isoformat()))


INVALID = [
    ("species", ""),
    ("species", "   "),
    ("species", "x" * 81),
    ("species", "🦉" * 81),
    ("species", "a\0b"),
    ("count", ""),
    ("count", "0"),
    ("count", "-1"),
    ("count", "10000"),
    ("count", "3.5"),
    ("count", "three"),
    ("count", "1e3"),
    ("count", "0x10"),
    ("count", "NaN"),
    ("count", "²"),
    ("count", "9" * 30),
    ("count", "9" * 5000),
    ("count", "3\0"),
    ("place", ""),
    ("place", "UK"),
    ("place", "uk england"),
    ("place", "uk//england"),
    ("place", "/uk"),
    ("place", "uk/"),
    ("place", "uk/../fr"),
    ("place", "uk_england"),
    ("place", "caf\u00e9"),
    ("place", "\u0663"),
    ("place", "a/b/c/d/e"),
    ("place", "x" * 201),
    ("place", "x" * 100_000),
    ("place", "uk\0"),
    ("seen_on", ""),
    ("seen_on", "yesterday"),
    ("seen_on", "2026-02-30"),
    ("seen_on", "2025-02-29"),
    ("seen_on", "0000-01-01"),
    ("seen_on", "1899-12-31"),
    ("seen_on", "05/01/2026"),
    ("seen_on", "20260105"),
    ("seen_on", "2026-W01-1"),
    ("seen_on", "2026-01-05T00:00"),
    ("seen_on", "86400"),
    ("seen_on", "9999-12-31"),
    ("notes", "x" * 2001),
    ("notes", "🦉" * 2001),
    ("notes", "a\0b"),
]


def shortly(value):
    """Return a value as part of the name of a test."""
    return (
        ascii(value)[1:-1]
        if len(value) < 20
        else f"{ascii(value[0])[1:-1]}*{len(value)}"
    )


def check_errors(answer, fields):
    """Check that ``fields``, and no others, are marked as L2.3 says."""
    form = find_form(answer, *FIELDS)
    for control in form.controls():
        name = control.name
        marked = control.get("aria-invalid") == "true"
        expect(
            marked == (name in fields),
            f'aria-invalid="true" at {" and ".join(fields)} only '
            f"({name} {'has' if marked else 'lacks'} it)",
            answer,
            rule="L2.3",
        )
        if marked:
            # It may name the field's hint too, but an error must be among them.
            expect(
                described(control, answer),
                f"an aria-describedby at {name} that names an element with a text",
                answer,
                rule="L2.3",
            )
    return form


def check_values(answer, form, values):
    """Check that a form shows ``values``."""
    for name, value in values.items():
        got = form.control(name).value
        expect(
            got == value, f"{value!r} kept in {name}, not {got!r}", answer, rule="L2.3"
        )


@rule("L2.4", "L2.3")
@pytest.mark.parametrize(
    ("name", "value"), INVALID, ids=[f"{n}={shortly(v)}" for n, v in INVALID]
)
def test_invalid_form(anna, site, name, value):
    values = site.sighting() | {name: value}
    answer = note(anna, values)
    expect(answer.status == 422, f"the status 422 for {name} {value[:40]!r}", answer)
    form = check_errors(answer, [name])
    # HTML cannot say NUL.
    check_values(answer, form, {n: v for n, v in values.items() if "\0" not in v})
    if name != "species":
        found = in_list(anna, species=values["species"])
        expect(not found, "nothing stored", answer, rule="L2.3")
    else:
        found = in_list(anna, place=values["place"])
        expect(not found, "nothing stored", answer, rule="L2.3")


@rule("L2.4", "L2.3")
@pytest.mark.today
def test_tomorrow_is_invalid(anna, site):
    tomorrow = (site.today + timedelta(days=1)).isoformat()
    answer = note(anna, site.sighting(seen_on=tomorrow)).must_be(422)
    check_errors(answer, ["seen_on"])


@rule("L2.4")
@pytest.mark.parametrize("place", ["uk\n", "uk/england\r\n", " uk", "uk\t"])
def test_place_is_stored_without_space(anna, site, place):
    # A program may take the space away, or refuse it. It must not keep it.
    species = site.unique()
    answer = note(anna, site.sighting(place=place, species=species), as_is=True)
    kept = answer.status != 422 and edit_form(anna, made(answer)).values()["place"]
    good = kept in (False, place.strip())
    expect(good, "422, or the place without the space", answer)


@rule("L2.3")
def test_all_errors_at_once(anna, site):
    values = {
        "species": "",
        "count": "x",
        "place": "?",
        "seen_on": "x",
        "notes": "n" * 2001,
    }
    answer = note(anna, values).must_be(422)
    check_values(answer, check_errors(answer, list(FIELDS)), values)


@rule("L2.3")
def test_missing_fields(anna):
    answer = submit(anna, new_form(anna), {}, without=FIELDS).must_be(422)
    check_errors(answer, ["species", "count", "place", "seen_on"])


@rule("L2.3")
@pytest.mark.parametrize(
    "text",
    [
        '"><script>alert(1)</script>',
        "</textarea><b>",
        "&amp; &lt;",
        "\n\nfirst line is empty",
        "  space around  ",
        "a\nb\n",
    ],
    ids=["quote", "textarea", "entity", "empty lines", "space", "line end"],
)
def test_values_are_kept(anna, site, text):
    line = " ".join(text.split())
    values = site.sighting(species=line, place=line, count=line, notes=text)
    answer = note(anna, values | {"seen_on": line}).must_be(422)
    form = find_form(answer, *FIELDS)
    check_values(answer, form, values | {"seen_on": line})


@rule("L2.3")
def test_corrected_form_is_accepted(anna, site):
    answer = note(anna, site.sighting(count="0")).must_be(422)
    made(submit(anna, find_form(answer, *FIELDS), {"count": "1"}))


# -- text ----------------------------------------------------------------------------------------


@rule("L2.5")
@pytest.mark.parametrize(
    "text",
    [
        "e\u0301 is not \u00e9",
        "\U0001f469\u200d\U0001f52c \U0001f9a2",
        "\u05e2\u05d2\u05d5\u05e8 \u202eabc\u202c",
        "\u2028 and \u2029",
        "tab\tand\u00a0space",
        "\ufeffbom",
        "\u212b \ufb01 \u2460",
        "\nempty first line",
        "  spaces before and after  ",
        "line\n\n\nlines\n",
    ],
    ids=lambda text: ascii(text)[1:-1],
)
def test_notes_come_back_as_they_went_in(anna, site, text):
    path = noted(anna, site.sighting(notes=text))
    form = edit_form(anna, path)
    got = form.values()["notes"]
    expect(got == text, f"notes {text!a}, not {got!a}", form.answer)


@rule("L2.5")
@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"], ids=["CRLF", "CR", "LF"])
def test_line_end_is_one_character(anna, site, end):
    lines = ["x" * 9] * 200
    longest = end.join([*lines[:-1], "x" * 10])
    path = noted(anna, site.sighting(notes=longest), as_is=True)
    form = edit_form(anna, path)
    want = longest.replace("\r\n", "\n").replace("\r", "\n")
    expect(form.values()["notes"] == want, "2000 characters of notes", form.answer)
    # As it was sent: whoever reads a page as browsers do finds no CR in it.
    raw = re.findall(r"<textarea[^>]*>(.*?)</textarea>", form.answer.text, re.DOTALL)
    inside = "".join(text.removeprefix("\r\n") for text in raw)
    expect("\r" not in inside, "no CR in the notes, however they came", form.answer)
    # What a browser does with the form that it got: the notes are as long as before.
    submit(anna, form).must_redirect(path)
    answer = note(anna, site.sighting(notes=longest + end), as_is=True)
    expect(answer.status == 422, "422 for 2001 characters", answer, rule="L2.4")


@rule("L2.5")
def test_species_comes_back_as_it_went_in(anna, site):
    species = f"{site.unique()} \u00e9 e\u0301 \U0001f986  two  spaces"
    path = noted(anna, site.sighting(species=species))
    got = edit_form(anna, path).values()["species"]
    expect(got == species, f"{species!a}, not {got!a}", anna.get(f"{path}/edit"))


# -- edit and delete -----------------------------------------------------------------------------


@rule("L2.6")
def test_edit(anna, site):
    values = site.sighting(notes="before\n  <b>&amp;")
    path = noted(anna, values)
    form = edit_form(anna, path)
    got = {name: form.values()[name] for name in FIELDS}
    expect(got == values, "the sighting's values in the form", form.answer)
    new = site.sighting(count="12", seen_on="2024-03-02", notes="after")
    submit(anna, form, new).must_redirect(path)
    after = {name: edit_form(anna, path).values()[name] for name in FIELDS}
    expect(after == new, "the new values", anna.get(path))
    old = in_list(anna, place=values["place"])
    expect(not old, "nothing left at the old place", anna.get(path))


@rule("L2.6")
@pytest.mark.parametrize("name", FIELDS)
def test_edit_of_one_field(anna, site, name):
    values = site.sighting(notes="old")
    path = noted(anna, values)
    new = values | {
        name: site.sighting(count="7", seen_on="2024-01-01", notes="new")[name]
    }
    submit(anna, edit_form(anna, path), {name: new[name]}).must_redirect(path)
    shows = values_of(anna, path)
    got = {n: shows[n.replace("_", "-")] for n in FIELDS}
    expect(got == new, f"another {name} and nothing else changed", anna.get(path))


@rule("L2.3", "L2.6")
def test_invalid_edit(anna, site):
    values = site.sighting(notes="kept")
    path = noted(anna, values)
    wrong = {"species": "changed", "count": "0", "notes": "changed"}
    answer = submit(anna, edit_form(anna, path), wrong).must_be(422)
    check_values(answer, check_errors(answer, ["count"]), values | wrong)
    got = {name: edit_form(anna, path).values()[name] for name in FIELDS}
    expect(got == values, "nothing changed", answer)


@rule("L2.7")
def test_delete(anna, site):
    values = site.sighting()
    path = noted(anna, values)
    edit = edit_form(anna, path)
    delete = delete_form(anna, path)
    submit(anna, delete).must_redirect("/sightings")
    anna.get(path).must_be(404)
    anna.get(f"{path}/edit").must_be(404)
    anna.get(f"/places/{values['place']}").must_be(404)
    expect(not in_list(anna, place=values["place"]), "nothing in the list", edit.answer)
    for form in (edit, delete):
        answer = submit(anna, form)
        expect(answer.status == 404, "404 for what is deleted", answer, rule="L2.9")


@rule("L2.7")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_get_deletes_nothing(anna, site, method):
    path = noted(anna, site.sighting())
    anna.send(method, f"{path}/delete").must_be(405)
    anna.get(path).must_be(200)


@rule("L2.8")
def test_page_leads_to_edit_and_delete(anna, site):
    path = noted(anna, site.sighting())
    answer = anna.get(path).must_be(200)
    expect(f"{path}/edit" in links(answer), f"a link to {path}/edit", answer)
    find_form(answer, path=f"{path}/delete")
    inside = answer.page.css("form a[href]")
    bad = [a for a in inside if path_of(answer, a).endswith("/delete")]
    expect(not bad, "a form and not a link for the deletion", answer)


@rule("L2.9")
def test_what_is_not_there(anna):
    for path in (NOT_THERE, f"/sightings/{10**30}"):
        anna.get(f"{path}/edit").must_be(404)
        hidden = new_form(anna).hidden().items()
        anna.post(f"{path}/edit", hidden).must_be(404)
        anna.post(f"{path}/delete", hidden).must_be(404)


@rule("L2.9")
def test_several_delete_at_once(anna, site):
    for _ in range(3):
        path = noted(anna, site.sighting())
        form = delete_form(anna, path)
        tabs = [anna.copy() for _ in range(5)]
        answers = together(5, lambda n, form=form, tabs=tabs: submit(tabs[n], form))
        for answer in answers:
            good = answer.redirects or answer.status == 404
            expect(good, "a redirect or 404", answer)
        done = [answer for answer in answers if answer.redirects]
        expect(len(done) == 1, f"one success, not {len(done)}", *answers[:2])


@rule("L2.9")
def test_edit_and_delete_at_once(anna, site):
    for _ in range(3):
        path = noted(anna, site.sighting())
        forms = [delete_form(anna, path), *[edit_form(anna, path)] * 3]
        tabs = [anna.copy() for _ in forms]
        answers = together(
            4, lambda n, forms=forms, tabs=tabs: submit(tabs[n], forms[n])
        )
        for answer in answers:
            good = answer.redirects or answer.status == 404
            expect(good, "a redirect or 404", answer)
        anna.get(path).must_be(404)


@rule("L2.10")
def test_several_create_at_once(anna, site):
    place = site.place()
    form = new_form(anna)
    tabs = [anna.copy() for _ in range(8)]

    def create(number):
        return submit(tabs[number], form, site.sighting(place=place))

    answers = together(8, create)
    paths = {made(answer) for answer in answers}
    expect(len(paths) == 8, "eight sightings with eight ids", *answers[:2])
    found = in_list(anna, place=place)
    expect(len(found) == 8, f"eight sightings at {place}", *answers[:1])


@rule("L2.11")
def test_id_is_never_used_again(anna, site):
    first = noted(anna, site.sighting())
    for _ in range(2):
        path = noted(anna, site.sighting())
        submit(anna, delete_form(anna, path)).must_redirect()
        answer = note(anna, site.sighting())
        after = made(answer)
        expect(after != path, f"another id than that of the deleted {path}", answer)
        submit(anna, delete_form(anna, after)).must_redirect()
    anna.get(first).must_be(200)


MORE = {
    "observer": "miriam",
    "observer_id": "1",
    "user": "1",
    "id": "1",
    "pk": "1",
    "created_at": "2001-01-01T00:00:00+00:00",
    "photo_url": "https://elsewhere.example/x.png",
    "photo": "x.png",
}


@rule("L2.12")
def test_observer(anna, site):
    path = noted(anna, site.sighting())
    want = anna.name if "L3" in site.levels else "guest"
    got = values_of(anna, path)["observer"]
    expect(got == want, f"the observer {want}, not {got}", anna.get(path))


@rule("L2.12")
def test_other_fields_change_nothing(anna, site):
    first = anna.get("/sightings/1").must_be(200)
    observer = values_of(anna, noted(anna, site.sighting()))["observer"]
    path = noted(anna, site.sighting() | MORE)
    expect(path != "/sightings/1", "an id of the server's choice", first)
    for _ in range(2):
        page = anna.get(path).must_be(200)
        expect("elsewhere.example" not in page.text, "no photo", page)
        got = values_of(anna, path)["observer"]
        expect(got == observer, f"the observer {observer}, not {got}", page)
        submit(anna, edit_form(anna, path), MORE).must_redirect(path)
    again = anna.get("/sightings/1").must_be(200)
    same = [value_of_page(page) for page in (first, again)]
    expect(same[0] == same[1], "sighting 1 as it was", again)


def value_of_page(answer):
    """Return the text of a page's main part, without forms."""
    return re.sub(
        r"\s+", " ", text_of(answer.page.css_first("main") or answer.page.root)
    )


def as_multipart(values, boundary):
    """Return fields as the body of a multipart form."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'
        for n, v in values.items()
    ]
    return "".join(parts).encode()


@rule("L2.13")
@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "text/plain",
        "application/xml",
        "multipart/form-data",
        "no type",
    ],
)
def test_another_media_type(anna, site, media_type):
    import json

    form = new_form(anna)
    values = form.values() | site.sighting()
    body = urlencode(values).encode()
    if media_type == "application/json":
        body = json.dumps(values).encode()
    headers = {} if media_type == "no type" else {"Content-Type": media_type}
    answer = anna.send("POST", form.action, body, headers)
    good = 400 <= answer.status < 500
    expect(good, f"a status from 400 to 499 for a body of {media_type}", answer)
    expect(not in_list(anna, species=values["species"]), "nothing stored", answer)


@rule("L2.13")
@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\x00garbage",
        b"%",
        b"=&=&&&",
        b"species",
        b"species=%ff%fe&count=3",
        b"species[]=x&species[]=y",
        b"",
        b"{}",
        b"species=a&" * 2000,
    ],
    ids=[
        "bytes",
        "percent",
        "empty names",
        "no value",
        "no UTF-8",
        "brackets",
        "empty",
        "JSON",
        "many",
    ],
)
def test_body_that_is_no_form(anna, body):
    form = new_form(anna)
    token = urlencode(form.hidden()).encode()
    answer = anna.send(
        "POST",
        form.action,
        body + b"&" + token,
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    good = 400 <= answer.status < 500
    expect(good, "a status from 400 to 499", answer)


@rule("L2.13")
def test_form_of_which_half_comes(site, anna):
    form = new_form(anna)
    values = form.values() | site.sighting(notes="half of this is lost")
    body = urlencode(values).encode()
    parts = urlsplit(site.url)
    cookies = "; ".join(f"{name}={value}" for name, value in anna.cookies.items())
    head = [
        f"POST {form.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        *([f"Cookie: {cookies}"] if cookies else []),
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    with socket.create_connection((parts.hostname, parts.port), 5) as connection:
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body[:-5])
        connection.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            connection.recv(64)  # an answer, or the end of the connection
    found = in_list(anna, place=values["place"])
    expect(not found, "no sighting from half a form", anna.get("/sightings"))


@rule("L2.13")
def test_multipart_that_ends_early(anna, site):
    form = new_form(anna)
    values = form.values() | site.sighting()
    for end in (b"", b"--x\r\nContent-Disposition: form-data"):
        body = as_multipart(values, "x") + end
        media_type = "multipart/form-data; boundary=x"
        answer = anna.send("POST", form.action, body, {"Content-Type": media_type})
        expect(answer.status < 500, "no 5xx", answer)


@rule("L2.4", "L2.3")
def test_older_than_the_data_set_is_valid(anna, site):
    noted(anna, site.sighting(seen_on=OLDER))

"""L5: a sighting can have one photo, and the server trusts nothing about it."""

import json
import socket
import time
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

import pytest

from contract.suite.browser import find_form
from contract.suite.checking import Got, expect, needs, rule
from contract.suite.client import exactly
from contract.suite.images import LIMIT, NO_PHOTOS, jpeg, png
from contract.suite.site import delete_form, new_form, noted
from contract.suite.test_l3_accounts import HOW, forged

BOUNDARY = "----a boundary of the suite"


def photo_form(person, path):
    """Return the form for the photo of the sighting at ``path``."""
    page = person.get(path).must_be(200)
    return find_form(page, "photo", path=f"{path}/photo")


def multipart(fields, content, name="photo.png", media_type="image/png"):
    """Return fields and a file as the body of a form; without content there is no file."""
    parts = [
        f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode()
        for key, value in fields.items()
    ]
    if content is not None:
        head = f'Content-Disposition: form-data; name="photo"; filename="{name}"'
        head += f"\r\nContent-Type: {media_type}\r\n\r\n"
        parts.append(head.encode() + content)
    line = f"--{BOUNDARY}".encode()
    return (
        b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
    )


def send(person, target, fields, content, name="photo.png", media_type="image/png"):
    """Send a photo to the address ``target`` and return the answer."""
    size = "no file" if content is None else f"{len(content)} bytes"
    shown = f"photo = {name!r}, {media_type}, {size}"
    return person.send(
        "POST",
        target,
        multipart(fields, content, name, media_type),
        {"Content-Type": f'multipart/form-data; boundary="{BOUNDARY}"'},
        sent=shown,
    )


def upload(person, path, content, name="photo.png", media_type="image/png"):
    """Fill in the form for the photo and send it."""
    form = photo_form(person, path)
    return send(person, form.action, form.values(), content, name, media_type)


def photo_of(person, path):
    """Return the path of the photo that a sighting's page shows, None without one."""
    page = person.get(path).must_be(200)
    for image in page.page.css("img[src]"):
        expect(
            (image.attributes.get("alt") or "").strip(),
            "an img with alt",
            page,
            rule="L5.2",
        )
        return urlsplit(urljoin(page.url, image.attributes["src"] or "")).path
    return None


@pytest.fixture
def path(site, anna):
    """The path of a new sighting of Anna's."""
    return noted(anna, site.sighting())


PHOTOS = {
    "PNG": (png(), "image/png"),
    "JPEG": (jpeg(), "image/jpeg"),
    # T.81, section B.1.1.2: any number of bytes 0xFF may stand before a marker.
    "JPEG with fill bytes": (
        jpeg().replace(b"\xff\xe0", b"\xff\xff\xff\xe0"),
        "image/jpeg",
    ),
}


@rule("L5.1")
def test_form_for_a_photo(site, anna, ben, path):
    form = photo_form(anna, path)
    wanted = "a form of multipart/form-data"
    expect(form.enctype == "multipart/form-data", wanted, form.answer)
    kind = form.control("photo").type
    expect(kind == "file", "an input of type file", form.answer)
    for person in (ben, site.visitor()):
        page = person.get(path).must_be(200)
        inputs = page.page.css("input[name=photo]")
        expect(not inputs, "no form for others", page)


@rule("L5.1", "L5.2", "L5.6")
@pytest.mark.parametrize("kind", PHOTOS)
def test_photo_is_stored_and_shown(anna, visitor, path, kind):
    content, media_type = PHOTOS[kind]
    before = photo_of(visitor, path)
    upload(anna, path, content, media_type=media_type).must_redirect(path)
    photo = photo_of(visitor, path)
    shown = photo and photo != before
    expect(shown, "an img with the photo", visitor.get(path), rule="L5.2")
    answer = visitor.get(photo).must_be(200)
    wanted = f"the media type {media_type}"
    expect(answer.media_type == media_type, wanted, answer, rule="L5.6")
    option = answer.headers.get("x-content-type-options", "").lower()
    wanted = "X-Content-Type-Options: nosniff"
    expect(option == "nosniff", wanted, answer, rule="L5.6")
    begin = answer.body[:3] == content[:3]
    expect(begin, f"a {kind}", answer, rule="L5.2")


@rule("L5.2")
@needs("L4")
def test_photo_in_the_api(anna, visitor, path):
    upload(anna, path, png()).must_redirect(path)
    answer = visitor.api("GET", f"/api{path}").must_be(200)
    url = answer.json["photo_url"]
    expect(isinstance(url, str), "a photo_url", answer)
    target = urljoin(answer.url, url)
    same = urlsplit(target).path == photo_of(visitor, path)
    expect(same, "photo_url to the photo of the page", answer)
    visitor.get(target).must_be(200)


@rule("L5.1")
def test_largest_photo(anna, path):
    upload(anna, path, png(size=LIMIT)).must_redirect(path)
    expect(photo_of(anna, path), "the photo on the page", anna.get(path), rule="L5.2")


@rule("L5.3")
@pytest.mark.parametrize("more", [1, 4096, LIMIT], ids=str)
def test_photo_that_is_too_large(anna, path, more):
    answer = upload(anna, path, png(size=LIMIT + more))
    expect(answer.status == 413, f"413 for {LIMIT + more} bytes", answer)
    expect(photo_of(anna, path) is None, "no photo stored", anna.get(path))


@rule("L5.3")
def test_large_body_is_refused_before_it_comes(site, anna, path):
    form = photo_form(anna, path)
    parts = urlsplit(site.url)
    cookies = "; ".join(f"{name}={value}" for name, value in anna.cookies.items())
    head = [
        f"POST {form.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Cookie: {cookies}",
        f'Content-Type: multipart/form-data; boundary="{BOUNDARY}"',
        "Content-Length: 1000000000",
        "Connection: close",
    ]
    body = multipart(form.values(), png())[:-8]
    begun = time.monotonic()
    with socket.create_connection((parts.hostname, parts.port), 5) as connection:
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        line = "nothing"
        with suppress(OSError):
            line = connection.recv(64).decode("latin-1").partition("\r\n")[0]
    seconds = time.monotonic() - begun
    told = Got(
        "Sent",
        f"POST {form.path}\nContent-Length: 1000000000\n(the first {len(body)} bytes only)\n"
        f"After {seconds:.1f} s came\n{line}",
    )
    expect(" 413 " in f"{line} ", "413 at once", told)


@rule("L5.4")
@pytest.mark.parametrize("what", NO_PHOTOS)
def test_what_is_no_photo(anna, path, what):
    answer = upload(anna, path, NO_PHOTOS[what])
    expect(answer.status == 422, f"422 for {what}", answer)
    expect(photo_of(anna, path) is None, "no photo stored", anna.get(path))


@rule("L5.4")
def test_form_without_a_file(anna, path):
    upload(anna, path, None).must_be(422)
    upload(anna, path, b"", name="").must_be(422)
    form = photo_form(anna, path)
    values = form.values() | {"photo": "x.png"}
    send(anna, form.action, values, None).must_be(422)
    expect(photo_of(anna, path) is None, "no photo stored", anna.get(path))


@rule("L5.4", "L5.6")
@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("photo.jpg", "image/jpeg"),
        ("photo.html", "text/html"),
        ("photo", "x"),
        ("photo.svg", "image/svg+xml"),
        ("photo.png.exe", "application/octet-stream"),
    ],
)
def test_bytes_count_and_not_the_name(anna, path, name, media_type):
    upload(anna, path, png(), name, media_type).must_redirect(path)
    photo = photo_of(anna, path)
    expect(photo, "an img with the photo", anna.get(path), rule="L5.2")
    answer = anna.get(photo).must_be(200)
    wanted = "the media type image/png"
    expect(answer.media_type == "image/png", wanted, answer, rule="L5.6")


NAMES = [
    "../../evil.py",
    "..\\..\\evil.png",
    "/tmp/evil.png",
    "evil.html",
    "evil.png\\0.html",
    "%2e%2e%2fevil.png",
    "evil" * 100 + ".png",
    "evil<script>.png",
    "\u00e9vil.png",
    "fieldnotes.db",
]


@rule("L5.5")
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_name_is_not_used(site, anna, path, name):
    upload(anna, path, png(), name).must_redirect(path)
    photo = photo_of(anna, path)
    expect(photo, "an img with the photo", anna.get(path), rule="L5.2")
    word = "fieldnotes.db" if name == "fieldnotes.db" else "vil"
    expect(word not in photo.lower(), "nothing of the name in the URL", anna.get(path))
    page = anna.get(path).text
    expect("evil" not in page, "nothing of the name in the page", anna.get(path))
    if site.running is not None:
        kept = site.running.data.rglob("*")
        names = [file.name for file in kept if "vil" in file.name]
        expect(not names, f"nothing of the name in a file, not {names}")


@rule("L5.7")
def test_new_photo_takes_the_place_of_the_old(anna, path):
    upload(anna, path, png()).must_redirect(path)
    old = photo_of(anna, path)
    expect(old, "an img with the photo", anna.get(path), rule="L5.2")
    upload(anna, path, jpeg(), media_type="image/jpeg").must_redirect(path)
    new = photo_of(anna, path)
    expect(new, "an img with the new photo", anna.get(path))
    anna.get(new).must_be(200)
    if new != old:
        anna.get(old).must_be(404)
    answer = anna.get(new)
    expect(answer.media_type == "image/jpeg", "the new photo", answer)


@rule("L5.7")
@pytest.mark.parametrize("by", ["form", "API"])
def test_photo_goes_with_its_sighting(site, anna, path, by):
    upload(anna, path, png()).must_redirect(path)
    photo = photo_of(anna, path)
    expect(photo, "an img with the photo", anna.get(path), rule="L5.2")
    if by == "API" and "L4" in site.levels:
        anna.api("DELETE", f"/api{path}").must_be(204)
    else:
        form = delete_form(anna, path)
        anna.post(form.action, form.values().items()).must_redirect()
    anna.get(photo).must_be(404)


@rule("L5.7")
def test_refused_photo_leaves_the_old_one(anna, path):
    upload(anna, path, png()).must_redirect(path)
    photo = photo_of(anna, path)
    upload(anna, path, NO_PHOTOS["GIF"]).must_be(422)
    upload(anna, path, png(size=LIMIT + 1)).must_be(413)
    expect(photo_of(anna, path) == photo, "the photo as before", anna.get(path))
    anna.get(photo).must_be(200)


@rule("L5.2", "L2.6")
def test_edit_leaves_the_photo(site, anna, path):
    upload(anna, path, png()).must_redirect(path)
    photo = photo_of(anna, path)
    form = find_form(anna.get(f"{path}/edit"), "species")
    values = form.values() | site.sighting()
    anna.post(form.action, values.items()).must_redirect(path)
    expect(photo_of(anna, path) == photo, "the photo as before", anna.get(path))


@rule("L5.8")
def test_photo_without_login(anna, visitor, path):
    hidden = find_form(visitor.get("/login"), "username").hidden()
    answer = send(visitor, f"{path}/photo", hidden, png())
    to_login = answer.redirects and urlsplit(answer.location).path == "/login"
    refused = answer.status in (400, 403)
    expect(to_login or refused, "a redirect to /login, 403 or 400", answer)
    expect(photo_of(anna, path) is None, "no photo stored", anna.get(path))


@rule("L5.8")
def test_photo_by_somebody_else(anna, ben, path):
    hidden = new_form(ben).hidden()
    for content in (png(), b"no photo"):
        send(ben, f"{path}/photo", hidden, content).must_be(403)
    expect(photo_of(anna, path) is None, "no photo stored", anna.get(path))


@rule("L5.8")
def test_photo_for_what_is_not_there(anna):
    hidden = new_form(anna).hidden()
    send(anna, "/sightings/99999999/photo", hidden, png()).must_be(404)


@rule("L5.8")
@HOW
def test_photo_needs_the_token(site, anna, ben, path, how):
    form = photo_form(anna, path)
    other = photo_form(ben, noted(ben, site.sighting()))
    changed, left_out = forged(form, other, how)
    fields = {n: v for n, v in form.values().items() if n not in left_out} | changed
    answer = send(anna, form.action, fields, png())
    refused = answer.status in (400, 403)
    expect(refused, f"403 or 400 for a token that is {how}", answer)
    expect(photo_of(anna, path) is None, "no photo stored", anna.get(path))


@rule("L5.4")
@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "garbage"])
def test_photo_in_another_media_type(anna, path, media_type):
    form = photo_form(anna, path)
    body = json.dumps(form.values() | {"photo": "x"}).encode()
    answer = anna.send("POST", form.action, body, {"Content-Type": media_type})
    good = 400 <= answer.status < 500
    expect(good, "a status from 400 to 499", answer)


@rule("L5.6")
@pytest.mark.parametrize(
    "name",
    [
        "../fieldnotes.db",
        "%2e%2e/fieldnotes.db",
        "..%2ffieldnotes.db",
        "%2e%2e%2ffieldnotes.db",
        "..%5cfieldnotes.db",
        "....//fieldnotes.db",
        "%252e%252e%252ffieldnotes.db",
        "%2fetc%2fpasswd",
        "../" * 12 + "etc/passwd",
        "..%2f" * 12 + "etc%2fpasswd",
        "%00",
        "",
    ],
)
def test_nothing_but_photos(site, anna, path, name):
    upload(anna, path, png()).must_redirect(path)
    folder = photo_of(anna, path).rpartition("/")[0]
    answer = exactly(site.url, "GET", f"{folder}/{name}")
    expect(400 <= answer.status < 500, "a status from 400 to 499", answer)

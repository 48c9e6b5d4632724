"""Ask an application with the layer for files and for a page."""

import gzip

import pytest

from harness.exercises import expect
from harness.rooms import importable

READ = "Layers around the application"
FILES = "Files, and no way out of the folder"
TEXT = "a long stylesheet\n" * 100


@pytest.fixture
def perch(room):
    with importable(room) as programs:
        yield programs.perch


@pytest.fixture
def client(perch, exercise, tmp_path):
    from perch.testing import Client

    (tmp_path / "long.css").write_text(TEXT)
    (tmp_path / "short.css").write_text("short")
    (tmp_path / "bird.png").write_bytes(b"\x89PNG" * 1000)
    routes = perch.Routes()
    routes.add("/static/{path:path}", perch.StaticFiles(tmp_path))
    routes.add("/page", lambda request: TEXT, name="page")
    return Client(perch.App(routes, middleware=[exercise.compressed]))


def test_a_long_text_is_compressed(client):
    answer = client.get("/static/long.css", Accept_Encoding="gzip, br")
    expect(
        answer.headers["Content-Encoding"] == "gzip",
        "a long text is sent compressed to those who take gzip",
        hint="change response.body and say so in Content-Encoding",
        read=READ,
        got=answer.headers.items(),
    )
    expect(
        gzip.decompress(answer.body).decode() == TEXT,
        "what was compressed is the whole text",
        hint="gzip.compress takes bytes, and response.body has them",
        read=READ,
        got=len(answer.body),
    )


@pytest.mark.parametrize(
    ("path", "accepts"),
    [
        ("/static/long.css", "br"),
        ("/static/long.css", ""),
        ("/static/long.css", "br, gzip;q=0"),
        ("/static/long.css", "x-gzip-old"),
        ("/static/short.css", "gzip"),
        ("/static/bird.png", "gzip"),
        ("/page", "gzip"),
    ],
)
def test_all_else_is_sent_as_it_is(client, path, accepts):
    answer = client.get(path, Accept_Encoding=accepts)
    expect(
        answer.headers["Content-Encoding"] is None,
        f"{path} for a client that accepts {accepts!r} is sent as it is",
        hint="four conditions: the path, the type, the length, the client; who writes "
        "gzip;q=0 refuses it",
        read=READ,
        got=answer.headers["Content-Encoding"],
    )


@pytest.mark.parametrize("accepts", ["gzip", ""])
def test_caches_are_told(client, accepts):
    answer = client.get("/static/long.css", Accept_Encoding=accepts)
    expect(
        answer.headers["Vary"] == "Accept-Encoding",
        "a cache must know that the answer depends on Accept-Encoding",
        hint="Vary, and on the answer that was not compressed too",
        read=READ,
        got=answer.headers["Vary"],
    )


def test_the_tag_still_works(client):
    tag = client.get("/static/long.css", Accept_Encoding="gzip").headers["ETag"]
    expect(
        tag is not None and tag.startswith('W/"'),
        "bytes that differ have no strong tag in common: the compressed one is weak",
        hint='put W/ before the tag, outside of its quotation marks: W/"1-2"',
        read=FILES,
        got=tag,
    )
    again = client.get(
        "/static/long.css", Accept_Encoding="gzip", If_None_Match=tag or ""
    )
    expect(
        (again.status, again.body) == (304, b""),
        "a client that sends the tag back gets 304 and no body",
        hint="a 304 has no type; do not compress nothing",
        read=FILES,
        got=(again.status, again.body),
    )
    expect(
        (again.headers["ETag"], again.headers["Vary"]) == (tag, "Accept-Encoding"),
        "a 304 has the tag and the Vary that the 200 had (RFC 9110, section 15.4.5)",
        hint="a cache overwrites what it kept with what the 304 says",
        read=FILES,
        got=(again.headers["ETag"], again.headers["Vary"]),
    )

"""Reading a request from bytes: what is accepted, and what is refused and why."""

import io

import pytest

GET = b"GET /sightings?page=2 HTTP/1.1\r\n"
HOST = b"Host: 127.0.0.1\r\n"


@pytest.fixture
def read(steps):
    return lambda data: steps.http_request.read_request(io.BytesIO(data))


def test_a_request(read):
    request = read(GET + HOST + b"Accept:  text/html \r\n\r\n")
    assert (request.method, request.target) == ("GET", "/sightings?page=2")
    assert request.values("accept") == ["text/html"]
    assert request.body == b""


def test_the_body_is_as_long_as_announced(steps):
    stream = io.BytesIO(
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nheronGET /"
    )
    assert steps.http_request.read_request(stream).body == b"heron"
    assert stream.read() == b"GET /"  # what follows is the next request


def test_a_client_that_closes_without_asking(read):
    assert read(b"") is None


def test_http_1_0_needs_no_host(read):
    assert read(b"GET / HTTP/1.0\r\n\r\n").version == "HTTP/1.0"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(
            b"GET /\r\n" + HOST + b"\r\n", "400", id="a request line of two words"
        ),
        pytest.param(b"GET  / HTTP/1.1\r\n" + HOST + b"\r\n", "400", id="two spaces"),
        pytest.param(
            b"G@T / HTTP/1.1\r\n" + HOST + b"\r\n",
            "400",
            id="a method that is no token",
        ),
        pytest.param(
            b"GET herons HTTP/1.1\r\n" + HOST + b"\r\n",
            "400",
            id="a target without a slash",
        ),
        pytest.param(
            b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", "505", id="another version"
        ),
        pytest.param(
            b"GET / HTTP/1.1\n" + HOST + b"\r\n", "400", id="lines that end in LF alone"
        ),
        pytest.param(
            b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", "414", id="a long target"
        ),
        pytest.param(
            GET + b"Cookie: " + b"a" * 9000 + b"\r\n\r\n", "431", id="a long header"
        ),
        pytest.param(GET + b"A: b\r\n" * 101 + b"\r\n", "431", id="101 headers"),
        pytest.param(GET + HOST, "400", id="no empty line"),
        pytest.param(
            GET + HOST + b"Accept\r\n\r\n", "400", id="a header without a colon"
        ),
        pytest.param(
            GET + HOST + b"Accept : a\r\n\r\n", "400", id="a space before the colon"
        ),
        pytest.param(GET + HOST + b" folded: a\r\n\r\n", "400", id="a folded header"),
        pytest.param(GET + b"\r\n", "400", id="no Host"),
        pytest.param(GET + HOST + HOST + b"\r\n", "400", id="two Hosts"),
        pytest.param(
            b"GET / HTTP/1.0\r\n" + HOST + HOST + b"\r\n", "400", id="two Hosts in 1.0"
        ),
        pytest.param(GET + HOST + b"A: b\rc\r\n\r\n", "400", id="a CR in a header"),
        pytest.param(GET + HOST + b"A: b\0c\r\n\r\n", "400", id="a NUL in a header"),
        pytest.param(
            b"GET /a\rb HTTP/1.1\r\n" + HOST + b"\r\n", "400", id="a CR in a path"
        ),
        pytest.param(
            GET + HOST + b"Content-Length: -1\r\n\r\n", "400", id="a negative length"
        ),
        pytest.param(
            GET + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "400",
            id="two lengths",
        ),
        pytest.param(
            GET + HOST + b"Content-Length: 9\r\n\r\nheron", "400", id="a short body"
        ),
        pytest.param(
            GET + HOST + b"Content-Length: 1048577\r\n\r\n", "413", id="a large body"
        ),
        pytest.param(
            GET + HOST + b"Transfer-Encoding: chunked\r\n\r\n", "501", id="chunks"
        ),
    ],
)
def test_refused(read, steps, data, status):
    with pytest.raises(steps.http_request.Refused, match=f"^{status} "):
        read(data)

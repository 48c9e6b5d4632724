"""L0: the program answers at all, says no clearly, and serves a file."""

import pytest

from contract.suite.checking import expect, rule
from contract.suite.client import exactly

STYLESHEET = "/static/fieldnotes.css"


@rule("L0.1")
def test_health(visitor):
    answer = visitor.get("/healthz").must_be(200)
    expect(answer.media_type == "text/plain", "the media type text/plain", answer)
    body = answer.text.removesuffix("\n").removesuffix("\r")
    expect(body == "ok", "the body ok", answer)


@rule("L0.2")
@pytest.mark.parametrize(
    "path", ["/no-such-page", "/healthz/more", "/health", "/static/no-such-file.css"]
)
def test_unknown_path(visitor, path):
    visitor.get(path).must_be(404)


@rule("L0.3")
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/healthz"])
def test_wrong_method(visitor, method, path):
    answer = visitor.send(method, path, b"").must_be(405)
    allowed = {m.strip() for m in answer.headers.get("allow", "").split(",")}
    expect("GET" in allowed, "the field Allow with GET in it", answer)
    expect(method not in allowed, f"the field Allow without {method}", answer)


def check_head(site, path):
    """Check that HEAD of ``path`` is GET without the body."""
    got = exactly(site.url, "GET", path)
    head = exactly(site.url, "HEAD", path)
    expect(head.status == got.status, f"the status of GET, {got.status}", head, got)
    expect(head.body == b"", "nothing after the head of the answer", head)
    expect(head.media_type == got.media_type, "the media type of GET", head, got)
    length = head.headers.get("content-length")
    same = length in (None, str(len(got.body)))
    expect(same, f"no Content-Length, or that of GET, {len(got.body)}", head)


@rule("L0.4")
@pytest.mark.parametrize("path", ["/healthz", STYLESHEET])
def test_head(site, path):
    check_head(site, path)


@rule("L0.4")
@pytest.mark.needs("L1")
@pytest.mark.parametrize("path", ["/", "/sightings", "/sightings/1", "/places/uk"])
def test_head_of_pages(site, path):
    check_head(site, path)


@rule("L0.5")
def test_stylesheet(visitor):
    answer = visitor.get(STYLESHEET).must_be(200)
    expect(answer.media_type == "text/css", "the media type text/css", answer)
    expect("{" in answer.text, "a stylesheet", answer)


@rule("L0.6")
@pytest.mark.parametrize(
    "path",
    [
        "/static/../manifest.toml",
        "/static/../../fieldnotes/manifest.toml",
        "/static/%2e%2e/manifest.toml",
        "/static/..%2fmanifest.toml",
        "/static/%2e%2e%2fmanifest.toml",
        "/static/..%5cmanifest.toml",
        "/static/..\\manifest.toml",
        "/static/....//manifest.toml",
        "/static/./../manifest.toml",
        "/static/%252e%252e/manifest.toml",
        "/static//etc/passwd",
        "/static/%2fetc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/" + "../" * 12 + "etc/passwd",
        "/static/" + "%2e%2e/" * 12 + "etc/passwd",
        "/static/" + "..%2f" * 12 + "etc%2fpasswd",
        "/static/fieldnotes.css%00.txt",
        "/static/..",
        "/static/",
        "/static",
    ],
)
def test_nothing_outside_of_static(site, path):
    answer = exactly(site.url, "GET", path)
    expect(400 <= answer.status < 500, "a status from 400 to 499", answer)

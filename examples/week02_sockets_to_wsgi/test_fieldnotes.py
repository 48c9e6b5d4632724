"""Fieldnotes at L0, over HTTP: under the server of this week, wsgiref, Waitress and Gunicorn."""

import http.client
import socket
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MANIFEST = tomllib.loads((HERE / "fieldnotes" / "manifest.toml").read_text())
APPLICATION = "fieldnotes.app:application"
SERVERS = {
    "this week's": ("python", "steps/serve_wsgi.py", APPLICATION, "{port}"),
    "wsgiref": ("python", "steps/run_wsgiref.py", APPLICATION, "{port}"),
    "waitress": MANIFEST["servers"]["production"],
    "gunicorn": (
        "gunicorn",
        "--no-control-socket",
        "--bind=127.0.0.1:{port}",
        APPLICATION,
    ),
}


@pytest.fixture(scope="module", params=SERVERS)
def ask(request, serve):
    """Return a function that sends a method and a path, and returns the reply and its body."""
    server = serve(*SERVERS[request.param])

    def ask(method, path):
        connection = http.client.HTTPConnection(server.host, server.port, timeout=10)
        try:
            connection.request(method, path)
            reply = connection.getresponse()
            return reply, reply.read()
        finally:
            connection.close()

    def bytes_after_head(path):
        """Return what follows the head of the answer to HEAD; http.client would not look."""
        with socket.create_connection(
            (server.host, server.port), timeout=10
        ) as connection:
            connection.sendall(f"HEAD {path} HTTP/1.0\r\n\r\n".encode())
            return connection.makefile("rb").read().partition(b"\r\n\r\n")[2]

    ask.log = lambda: server.log
    ask.bytes_after_head = bytes_after_head
    return ask


def test_health(ask):
    reply, body = ask("GET", "/healthz")
    assert (reply.status, body) == (200, b"ok")


def test_the_stylesheet_has_its_media_type(ask, room):
    reply, body = ask("GET", "/static/fieldnotes.css")
    assert reply.status == 200
    assert reply.getheader("Content-Type") == "text/css; charset=utf-8"
    assert body == (room / "fieldnotes/static/fieldnotes.css").read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nothing",
        "/healthz/",
        "/static/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
    ],
)
def test_an_unknown_path_is_404(ask, path):
    assert ask("GET", path)[0].status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_wrong_method_is_405_and_names_the_right_ones(ask, method):
    reply, _ = ask(method, "/healthz")
    assert reply.status == 405
    assert reply.getheader("Allow") == "GET, HEAD"


@pytest.mark.parametrize("path", ["/healthz", "/static/fieldnotes.css", "/nothing"])
def test_head_is_get_without_the_body(ask, path):
    head, _ = ask("HEAD", path)
    got, body = ask("GET", path)
    assert head.status == got.status
    assert ask.bytes_after_head(path) == b""
    assert head.getheader("Content-Length") == str(len(body))
    assert head.getheader("Content-Type") == got.getheader("Content-Type")


def test_media_types_are_not_guessed(ask):
    assert ask("GET", "/healthz")[0].getheader("X-Content-Type-Options") == "nosniff"


def test_a_line_break_in_a_path_does_not_make_a_line_in_the_log(ask):
    ask("GET", "/a%0d%0aGET%20/forged")
    assert "\nGET /forged" not in ask.log()
    assert r"'GET /a\r\nGET /forged' 404 Not Found" in ask.log()

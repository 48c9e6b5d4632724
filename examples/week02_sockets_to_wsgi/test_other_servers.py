"""What the text says of servers and frameworks that others wrote, as installed."""

import re
import socket
import socketserver

import gunicorn.config
import pytest
import waitress.adjustments

SERVERS = {
    "wsgiref": ("python", "run_wsgiref.py", "{application}", "{{port}}"),
    "waitress": ("waitress-serve", "--listen=127.0.0.1:{{port}}", "{application}"),
    "gunicorn": (
        "gunicorn",
        "--no-control-socket",
        "--bind=127.0.0.1:{{port}}",
        "{application}",
    ),
}


@pytest.fixture(scope="module", params=SERVERS)
def named(request, serve, room):
    """The name of a server and a running one, whose application shows environ."""
    command = [
        word.format(application="show_environ:application")
        for word in SERVERS[request.param]
    ]
    return request.param, serve(*command, cwd=room / "steps")


def ask(server, request):
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        connection.sendall(request)
        reply = b""
        while piece := connection.recv(65536):
            reply += piece
    return reply.decode("latin-1")


def test_headers_with_an_underscore(named):
    name, server = named
    reply = ask(server, b"GET / HTTP/1.0\r\nX_User: eve\r\nX-User: ada\r\n\r\n")
    wanted = "eve,ada" if name == "wsgiref" else "ada"
    assert f"HTTP_X_USER = '{wanted}'" in reply


def test_the_keys_of_environ(named):
    _, server = named
    reply = ask(
        server,
        b"GET /places/uk?page=2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    )
    assert "PATH_INFO = '/places/uk'" in reply
    assert "QUERY_STRING = 'page=2'" in reply
    assert "SCRIPT_NAME = ''" in reply


def test_which_version_of_http_answers(named):
    name, server = named
    reply = ask(server, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert reply.startswith("HTTP/1.0" if name == "wsgiref" else "HTTP/1.1")


def test_the_backlogs():
    assert socketserver.TCPServer.request_queue_size == 5
    assert waitress.adjustments.Adjustments.backlog == 1024
    assert gunicorn.config.Backlog.default == 2048


def test_the_defaults_that_the_text_names():
    assert waitress.adjustments.Adjustments.threads == 4
    assert gunicorn.config.Timeout.default == 30
    assert gunicorn.config.WorkerClass.default == "sync"


@pytest.mark.parametrize("application", ["hello_flask:app", "hello_django:app"])
def test_the_server_of_this_week_runs_a_framework(serve, room, application):
    server = serve(
        "python",
        "serve_wsgi.py",
        application,
        "{port}",
        ready=re.compile("Listening"),
        cwd=room / "steps",
    )
    reply = ask(server, b"GET /herons HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert reply.startswith("HTTP/1.1 200 OK\r\n")
    assert "has seen a heron." in reply
    # Django sets Content-Length in CommonMiddleware only, which hello_django does not have.
    assert ("Content-Length" in reply) == (application == "hello_flask:app")

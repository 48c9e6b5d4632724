"""What the week says of Flask, Werkzeug, Django, Starlette and FastAPI, as installed."""

import asyncio
import inspect
import socket
import threading
from http.server import BaseHTTPRequestHandler

import django.core.checks.security.base as django_checks
import django.core.servers.basehttp
import django.test
import flask
import pytest
import werkzeug.serving
from django.core.handlers.asgi import ASGIHandler
from django.test.testcases import LiveServerThread
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route


def test_flask_finds_the_route_when_the_context_is_pushed():
    app, said = flask.Flask("birds"), []

    @app.before_request
    def look():
        said.append(flask.request.url_rule.endpoint)

    @app.get("/heron")
    def heron():
        return "A heron."

    assert app.test_client().get("/heron").text == "A heron."
    assert said == ["heron"]  # before dispatch_request was called
    pushing = inspect.getsource(app.request_context)
    assert "RequestContext(" in pushing
    dispatch = inspect.getsource(flask.Flask.dispatch_request)
    refused = dispatch.index("self.raise_routing_exception(req)")
    assert refused < dispatch.index("self.view_functions[rule.endpoint]")


def test_http_server_reads_and_werkzeug_makes_the_call():
    handler = werkzeug.serving.WSGIRequestHandler
    assert issubclass(handler, BaseHTTPRequestHandler)
    assert "handle_one_request" not in vars(handler)
    reading = inspect.getsource(BaseHTTPRequestHandler.handle_one_request)
    assert "self.rfile.readline" in reading
    assert "self.parse_request()" in reading
    assert "app(environ, start_response)" in inspect.getsource(handler.run_wsgi)
    assert werkzeug.serving.ThreadedWSGIServer.daemon_threads


def test_what_is_no_http_is_refused_by_the_server():
    app, asked = flask.Flask("birds"), []
    app.before_request(lambda: asked.append("Flask"))
    server = werkzeug.serving.make_server("127.0.0.1", 0, app, threaded=True)
    with server:
        waiting = threading.Thread(target=server.handle_request)
        waiting.start()
        with socket.create_connection(server.server_address) as client:
            client.sendall(b"heron\r\n\r\n")
            answer = client.makefile("rb").read()
        waiting.join()
    assert b"Error code: 400" in answer
    assert asked == []


def test_django_refuses_a_websocket_in_its_own_layer():
    refusal = "Django can only handle ASGI/HTTP connections, not websocket."
    with pytest.raises(ValueError, match=refusal):
        asyncio.run(ASGIHandler.__call__(None, {"type": "websocket"}, None, None))


def test_django_warns_of_a_weak_secret_and_runs():
    for secret, warned in [
        ("django-insecure-" + "0123456789" * 5, True),
        ("0123456789", True),
        ("0123456789" * 5, False),
    ]:
        assert django_checks._check_secret_key(secret) is not warned
    assert django_checks.W009.level < 40  # a warning, and no error
    assert "deploy=True" in inspect.getsource(django_checks.check_secret_key)


def test_djangos_live_server_is_made_of_the_development_servers_class():
    used = LiveServerThread.server_class
    assert used is django.core.servers.basehttp.ThreadedWSGIServer
    assert issubclass(django.test.LiveServerTestCase, django.test.TransactionTestCase)


async def status_and_threads(app):
    """Ask an ASGI application for /heron; return the status and this thread's name."""
    sent = []

    async def send(message):
        sent.append(message)

    await app(
        {
            "type": "http",
            "method": "GET",
            "path": "/heron",
            "raw_path": b"/heron",
            "query_string": b"",
            "headers": [],
        },
        None,  # nobody reads the body of a GET
        send,
    )
    return sent[0]["status"], threading.current_thread().name


def test_starlette_and_fastapi_give_an_ordinary_function_a_thread():
    ran_in = []

    def heron(request):
        ran_in.append(threading.current_thread().name)
        return PlainTextResponse("A heron.")

    fast = FastAPI()

    @fast.get("/heron")
    def heron_again():
        ran_in.append(threading.current_thread().name)

    for app in (Starlette(routes=[Route("/heron", heron)]), fast):
        status, loop = asyncio.run(status_and_threads(app))
        assert status == 200
        assert ran_in.pop() != loop


def test_fastapi_by_itself_answers_422_to_a_path_that_is_no_number():
    app = FastAPI()

    @app.get("/{number}")
    def sighting(number: int):
        return number

    assert asyncio.run(status_and_threads(app))[0] == 422
    assert sighting(7) == 7

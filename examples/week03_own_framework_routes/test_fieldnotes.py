"""Fieldnotes at L0 on perch, without a socket and under both of its servers."""

import http.client
import signal
import urllib.request

import pytest

from contract.applications import read, running
from harness.rooms import importable


@pytest.fixture(scope="module")
def client(room):
    with importable(room) as programs:
        from perch.testing import Client

        programs.fieldnotes  # noqa: B018 (imported here, and not from another week)
        from fieldnotes.app import app

        yield Client(app)


@pytest.mark.parametrize(
    ("target", "ids"),
    [
        ("/sightings", "1234"),
        ("/sightings?species=", "1234"),
        ("/sightings?species=HERON", "1"),
        ("/sightings?species=m%C3%A4use", "2"),
        ("/sightings?species=owl", ""),
        ("/sightings/3", "3"),
        ("/places/uk", "134"),
        ("/places/uk/england/river-cam", "14"),
    ],
)
def test_sightings_as_text(client, target, ids):
    answer = client.get(target)
    assert answer.status == 200
    assert [line[0] for line in answer.text.splitlines()] == list(ids)


@pytest.mark.parametrize(
    "path",
    [
        "/sightings/",
        "/sightings/5",
        "/sightings/three",
        "/sightings/" + "9" * 5000,
        "/places/uk/",
        "/places/u",
        "/static/../app.py",
    ],
)
def test_what_is_not_there(client, path):
    assert client.get(path).status == 404


def test_the_first_page_leads_to_the_sightings(client):
    answer = client.get("/")
    assert (answer.status, answer.headers["Location"]) == (303, "/sightings")


def test_a_line_of_a_sighting(client):
    assert client.get("/sightings/1").text == (
        "1: 2 Grey heron, uk/england/river-cam, 2026-05-03\n"
    )


@pytest.mark.parametrize("server", ["development", "production"])
def test_it_starts_by_its_manifest(room, server):
    with running(read(room), server) as application:
        with urllib.request.urlopen(application.url + "/healthz") as answer:
            assert answer.read() == b"ok"
        with urllib.request.urlopen(application.url + "/static/fieldnotes.css") as got:
            assert got.headers["Content-Type"] == "text/css; charset=utf-8"


def test_the_server_for_the_desk_listens_to_this_machine_and_ends_quietly(serve):
    server = serve("python", "-m", "fieldnotes", "--port", "{port}")
    connection = http.client.HTTPConnection(server.host, server.port, timeout=10)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=10) == 0
    assert server.log.startswith(f"Listening on http://127.0.0.1:{server.port}")
    assert "Traceback" not in server.log

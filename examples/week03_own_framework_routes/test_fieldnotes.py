"""Fieldnotes at L0 on perch, without a socket and under both of its servers."""

import http.client
import re
import signal
import subprocess
import urllib.request

import pytest

from contract.applications import read, running
from harness.inputs import environment, programs
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
        "/sightings/01",
        "/places/%FF%FE",
        "/sightings/" + "9" * 5000,
        "/places/uk/",
        "/places/u",
        "/static/../app.py",
    ],
)
def test_what_is_not_there(client, path):
    assert client.get(path).status == 404


def test_the_page_says_how_many_lines_perch_has(room):
    """Marks are no part of it: the page does not show them, and readers type none."""
    files = list((room / "perch").glob("*.py"))
    lines = [
        line
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if not re.match(" *# (part|end|emphasise): ", line)
    ]
    page = room.parents[1] / "docs/weeks" / f"{room.name}.rst"
    text = page.read_text(encoding="utf-8")
    assert len(files) == 10
    assert f"``perch``: {round(len(lines), -1)} lines in ten files" in text
    assert re.findall("([0-9]+) lines", text) == 2 * [str(round(len(lines), -1))]


def test_the_unit_tests_find_the_changelog_from_anywhere(room, tmp_path):
    done = subprocess.run(
        [programs() / "python", "-m", "unittest", "tests.ChangelogTest"],
        cwd=tmp_path,
        env=environment() | {"PYTHONPATH": str(room)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.endswith("OK\n")


def test_the_changelog_dates_its_versions(room):
    text = (room / "CHANGELOG.md").read_text(encoding="utf-8")
    first, *versions = re.findall("^## (.+)$", text, re.MULTILINE)
    assert first == "Unreleased"
    assert versions
    for version in versions:
        assert re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}", version)


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


THREADS = """
import sys
from perch import Routes, App
from perch.server import serve

routes = Routes()
routes.add("/", lambda request: str(request.environ["wsgi.multithread"]))
serve(App(routes), int(sys.argv[1]))
"""


def test_the_server_for_the_desk_tells_of_its_threads(serve):
    server = serve("python", "-c", THREADS, "{port}")
    with urllib.request.urlopen(server.url) as answer:
        assert answer.read() == b"True"


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

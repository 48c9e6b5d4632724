"""Fieldnotes at L1 on perch: what the suite of the contract cannot see from outside."""

import doctest
import http.client
import re
import runpy
import signal
import urllib.request
from urllib.parse import urlsplit

import pytest

from contract.applications import DATA_SET, read, running
from harness.rooms import importable

HEAD = "id,species,count,place,seen_on,notes,observer,created_at\n"
ROW = "7,Grey Heron,1,uk/england,2026-05-01,,ada,2026-05-01T08:00:00+00:00\n"
EVIL = '8,"<b title=""x"">",1,uk,2026-05-02,"<script>",ada,2026-05-02T08:00:00+00:00\n'


@pytest.fixture(scope="module", autouse=True)
def package(room):
    """Have the packages of this room imported, and not those of another."""
    with importable(room) as modules:
        yield modules.fieldnotes


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A function that runs a command of Fieldnotes, with its data in ``data``."""
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path / "data"))

    def run(*words):
        monkeypatch.setattr("sys.argv", ["fieldnotes", *words])
        runpy.run_module("fieldnotes", run_name="__main__")

    return run


@pytest.fixture
def load(run, tmp_path):
    """A function that loads a file with this text, and returns the file."""

    def load(text):
        file = tmp_path / "sightings.csv"
        file.write_text(text, encoding="latin-1")
        run("load", str(file))
        return file

    return load


@pytest.fixture
def client(package, load):
    from perch.testing import Client

    load(HEAD + ROW + EVIL)
    from fieldnotes.app import create_app

    return Client(create_app())


def test_a_file_is_loaded(run, capsys):
    run("load", str(DATA_SET))
    assert capsys.readouterr().out == "521 sightings\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + ROW.replace("7", "seven"), ":2: ValueError(\"invalid literal for int"),
        (HEAD + ROW + "9,Wren\n", ":3: ValueError(\"invalid literal for int"),
        (HEAD + ROW.replace("-05-01,", "-02-30,"), ":2: ValueError('day is out of"),
        ("id,bird\n1,Wren\n", ":2: KeyError('species'): mend this line"),
        (HEAD + ROW.replace("Grey", "Gr\xe4y"), ":2: this is no UTF-8: save it as"),
        (HEAD + "x" * 200_000, ":1: Error('field larger than field limit"),
    ],
)  # fmt: skip
def test_a_file_with_a_mistake_is_not_taken(load, tmp_path, text, message):
    with pytest.raises(SystemExit) as caught:
        load(text)
    assert str(caught.value).startswith(
        f"fieldnotes: {tmp_path}/sightings.csv{message}"
    )
    assert not (tmp_path / "data").exists()


def test_without_data_there_is_no_application(run, tmp_path):
    with pytest.raises(SystemExit) as caught:
        run("--port", "0")
    file = tmp_path / "data" / "sightings.csv"
    assert str(caught.value) == (
        f"{file} does not exist: run `python -m fieldnotes load FILE` first"
    )


def test_what_a_person_wrote_is_text_wherever_it_stands(client):
    listed, single = client.get("/sightings").text, client.get("/sightings/8").text
    for page in (listed, single):
        assert "&lt;b title=&quot;x&quot;&gt;" in page
        assert "<b " not in page
    assert "<title>&lt;b title=" in single
    assert '<p class="notes">&lt;script&gt;</p>' in single
    wanted = client.get("/sightings?species=%22%3E%3Cscript%3E").text
    assert 'value="&quot;&gt;&lt;script&gt;"' in wanted


@pytest.mark.parametrize(
    ("path", "status", "birds"),
    [
        ("/sightings", 200, ["8", "7"]),
        ("/sightings?species=HERON", 200, ["7"]),
        ("/sightings?place=uk/england", 200, ["7"]),
        ("/sightings?place=uk/eng", 200, []),
        ("/sightings?page=2", 404, []),
        ("/places/uk", 200, ["8", "7"]),
        ("/places/uk/eng", 404, []),
    ],
)
def test_a_list_has_what_was_asked_for(client, path, status, birds):
    answer = client.get(path)
    assert answer.status == status
    assert re.findall('href="/sightings/([0-9]+)"', answer.text) == birds


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/sightings", {"base.html", "list.html", "listing.html"}),
        ("/places/uk", {"base.html", "place.html", "listing.html"}),
        ("/sightings/7", {"base.html", "sighting.html"}),
        ("/sightings/9", {"base.html", "error.html"}),
    ],
)
def test_of_which_templates_a_page_is_made(client, monkeypatch, path, names):
    from perch import Templates

    used, find = set(), Templates.find
    monkeypatch.setattr(
        Templates, "find", lambda self, name: used.add(name) or find(self, name)
    )
    page = client.get(path).text
    assert used == names
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")


def test_an_error_has_the_look_of_the_site_and_keeps_its_headers(client):
    answer = client.get("/sightings/9")
    assert answer.status == 404
    assert "<h1>Not Found</h1>" in answer.text
    assert "There is no such sighting." in answer.text
    assert client.send("DELETE", "/sightings").headers["Allow"] == "GET, HEAD"


def test_the_examples_in_docstrings_hold(package):
    import fieldnotes.listing

    results = doctest.testmod(fieldnotes.listing)
    assert results == doctest.TestResults(failed=0, attempted=1)


@pytest.mark.parametrize("server", ["development", "production"])
def test_it_starts_by_its_manifest(room, server):
    with running(read(room), server) as application:
        with urllib.request.urlopen(application.url + "/places/de") as answer:
            page = answer.read().decode()
        assert "Page 1 of" in page
        assert "/places/de/berlin" in page
        with urllib.request.urlopen(application.url + "/healthz") as answer:
            assert answer.read() == b"ok"


def test_the_server_for_the_desk_ends_quietly(serve, load, tmp_path):
    load(HEAD + ROW)
    server = serve(
        "python",
        "-m",
        "fieldnotes",
        "--port",
        "{port}",
        env={"FIELDNOTES_DATA": str(tmp_path / "data")},
    )
    with urllib.request.urlopen(f"{server.url}/") as answer:
        assert answer.url.endswith("/sightings")
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=10) == 0
    assert server.log.startswith(f"Listening on http://127.0.0.1:{server.port}")
    assert "Traceback" not in server.log


def test_a_304_of_waitress_has_no_length(room):
    with running(read(room), "production") as application:
        address = urlsplit(application.url)
        connection = http.client.HTTPConnection(address.hostname, address.port)
        connection.request("GET", "/static/fieldnotes.css")
        first = connection.getresponse()
        assert first.read()
        headers = {"If-None-Match": first.headers["ETag"]}
        connection.request("GET", "/static/fieldnotes.css", headers=headers)
        second = connection.getresponse()
        assert (second.status, second.headers["Content-Length"]) == (304, None)
        connection.close()

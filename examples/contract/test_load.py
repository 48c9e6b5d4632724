"""The crowd: what is right counts, what is wrong is found and named. Servers here are made up."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from contract import crowd, figures, load
from contract.crowd import Dropped, Reply, Tally, Wrong
from contract.suite.site import data_set

ROW = data_set()[0]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"


class Handler(BaseHTTPRequestHandler):
    """Answers every request with what the server was given."""

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        self.wfile.write(self.server.answer)

    do_POST = do_GET

    def log_message(self, *_words):
        """Say nothing."""


@contextmanager
def answering(answer):
    """A program whose server answers everything with the same bytes."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.answer, server.asked = answer, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        application = SimpleNamespace(levels=("L0",), name="Stub")
        port = server.server_address[1]
        url = f"http://127.0.0.1:{port}"
        place = SimpleNamespace(port=port)
        yield SimpleNamespace(
            application=application, url=url, server=place, asked=server.asked
        )
        server.shutdown()


def reply(body, status=200):
    return Reply(status, {}, body.encode())


def page(*ids):
    links = [f'<a href="/sightings/{number}">x</a>' for number in ids]
    return reply("".join(links))


def test_right_answers_are_counted():
    with answering(HEAD + b"ok {}") as program:
        tally = crowd.come(program, clients=3, seconds=0.2)
        assert {path for _, path, _ in program.asked} == {
            "/healthz",
            "/static/fieldnotes.css",
        }
    assert tally.answers == len(tally.latencies) == tally.kinds.total() > 3
    assert not tally.wrong
    assert not tally.errors
    assert tally.percentile(0) == min(tally.latencies)
    assert tally.percentile(0.5) <= tally.percentile(1) == max(tally.latencies)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (
            b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
            "503 to GET",
        ),
        (b"", "no answer (Dropped)"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", "no answer (Dropped)"),
    ],
)
def test_errors_are_counted_by_name(answer, error):
    with answering(answer) as program:
        result = load.under_load(program, clients=1, seconds=0.05)
    assert list(result["errors"]) == [error]
    assert result["answers"] == 0
    assert load.bad(result)


def test_a_wrong_answer_is_kept():
    with answering(HEAD + b"error") as program:
        result = load.under_load(program, clients=1, seconds=0.05)
    assert "200 error" in result["wrong"][0]
    assert not result["errors"]
    assert load.bad(result)


def test_a_refused_connection_is_counted():
    with answering(HEAD + b"ok {}") as program:
        assert not program.asked
    # Nobody is there any more. In one line: CPython 3.11 traces none after such a run.
    refused = ["no answer (ConnectionRefusedError)"]
    assert list(crowd.come(program, clients=1, seconds=0.05).errors) == refused


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (crowd.shows([7, 3], "x"), page(7, 7, 3), page(3, 7)),
        (crowd.shows([7, 3], "x"), page(7, 3), page(7)),
        (crowd.shows([], "x"), page(), reply("", 404)),
        (crowd.contains(["<b>"], "x"), reply("<p>&lt;b&gt;"), reply("<p>")),
        (crowd.contains([], "x"), reply(""), reply("", 404)),
        (
            crowd.items([7], "x"),
            reply('{"items": [{"id": 7}]}'),
            reply('{"items": [{"id": 7}, {"id": 7}]}'),
        ),
        (crowd.items([], "x"), reply('{"items": []}'), reply("", 404)),
        (
            crowd.is_row(ROW, "x"),
            reply(json.dumps(ROW | {"count": int(ROW["count"])})),
            reply(json.dumps(ROW | {"notes": "other"})),
        ),
        (crowd.is_row(ROW, "x"), reply(json.dumps(ROW)), reply("", 404)),
    ],
)
def test_each_check_can_fail(check, right, wrong):
    check(right)
    with pytest.raises(Wrong, match=f"x: {wrong.status}"):
        check(wrong)


def test_bytes_that_are_no_answer_are_dropped():
    with pytest.raises(Dropped, match="BadStatusLine"):
        crowd.parsed(b"hello\r\n\r\n")


def test_what_is_lost_or_twice_is_found():
    tally = Tally(
        "here", acknowledged=[(1, "a"), (2, "b"), (3, "c"), (4, "d"), (4, "e")]
    )
    found = {1: "a", 3: "c", 9: "c", 4: "d"}
    assert tally.lost(found) == [
        "b is not stored as 2",
        "c is stored 2 times",
        "the id 4 was given 2 times",
        "the id 4 was given 2 times",
    ]


LIST_ROW = (
    '<li class="sighting"><a href="/sightings/{0}">Bird {0}</a><b class="count">1</b>'
    '<b class="place">x</b><b class="seen-on">2024-05-04</b><b class="observer">x</b>'
)


def test_a_last_page_that_is_full_is_the_last():
    page = "".join(LIST_ROW.format(number) for number in range(1, 21)).encode()
    head = f"Content-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
    with answering(b"HTTP/1.1 200 OK\r\n" + head.encode() + page) as program:
        found = crowd.stored(program, "x")
        assert len(program.asked) == 1
    assert found == {number: f"Bird {number}" for number in range(1, 21)}


def test_a_tally_without_answers_has_no_times():
    assert Tally("here").percentile(0.5) == 0


# -- the script, and its files -------------------------------------------------------------------


def test_the_script_measures_and_records(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(figures, "FOLDER", tmp_path / "measured")
    words = ["--app", "plain-wsgi", "--clients=4", "--seconds=0.3", "--record"]
    assert load.main([*words, "--date=2026-06-01"]) == 0
    assert "'application': 'Plain WSGI'" in capsys.readouterr().out
    recorded = json.loads((tmp_path / "measured" / "load.json").read_text("utf-8"))
    assert recorded["date"] == "2026-06-01"
    assert recorded["values"]["clients"] == 4
    head, row = recorded["tables"]["load"]
    assert len(head) == len(row)
    assert row[0] == "Plain WSGI"
    assert row[-2:] == ["0", "0"]


def test_errors_stand_in_the_table():
    result = dict.fromkeys(["answers", "per_second", "p50_ms", "p95_ms", "p99_ms"], 2)
    result |= {"application": "x", "made": 1, "lost": ["a"], "wrong": ["b"]}
    rows = load.table([result | {"errors": {"503 to GET": 2, "no answer (x)": 1}}])
    assert rows[1][-2:] == ["2", "2 x 503 to GET, 1 x no answer (x)"]


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (9.96, "10.0"), (9.5, "9.5"), (1234.5, "1,234")]
)
def test_numbers_have_commas(value, text):
    assert figures.number(value) == text


def test_the_processor_is_named(tmp_path):
    file = tmp_path / "cpuinfo"
    assert figures.cpu_model(file) == figures.platform.machine()
    file.write_text("processor : 0\nmodel name\t: Abacus  7\nmodel name\t: other\n")
    assert figures.cpu_model(file) == "Abacus 7"


def test_a_date_that_is_none_is_refused():
    with pytest.raises(ValueError, match="yesterday"):
        figures.Figures.now("yesterday")
    assert figures.Figures.now().date >= "2026"

"""The suite's own parts: its options, its messages, and how it reads what a program sends."""

import json
import re
import shutil
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path

import httpx2
import pytest

from contract.applications import find, running
from contract.suite import api, checking, conftest, pages, test_fuzz, test_l3_accounts
from contract.suite.browser import Form, described, label_of, submit
from contract.suite.client import Person, exactly
from contract.suite.described import fault_of
from contract.suite.listener import Listener
from contract.suite.site import Site
from contract.suite_run import run_suite

ROOT = Path(__file__).parents[2]
SUITE = Path(checking.__file__).parent
WEEK_2 = ROOT / "examples" / "week02_sockets_to_wsgi"


# -- options ---------------------------------------------------------------------------


class Config:
    """The part of pytest's configuration that the suite's options are read from."""

    def __init__(self, **options):
        self.options = dict.fromkeys(
            ("app", "url", "levels", "server", "database", "today", "report")
        )
        self.options |= options

    def getoption(self, name, default=None):
        return self.options.get(name, default)


URL = "http://127.0.0.1:5000"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"app": "herons"}, "there is no application 'herons'"),
        ({"app": "perch", "levels": "L2-L9"}, "'L2-L9' is no level"),
        ({"app": "perch", "levels": "pages"}, "'pages' is no level"),
        ({"app": "perch", "levels": "L2-L3"}, "says nothing of L3"),
        ({"app": "perch", "database": "postgresql"}, "has none of that name"),
        ({"url": URL, "app": "perch", "levels": "L0"}, "leave out --app"),
        ({"url": "127.0.0.1:5000", "levels": "L0"}, "give it like http://"),
        ({"url": URL}, "say which levels the program has"),
        ({"url": URL, "levels": "L0", "today": "1 June"}, "--today 1 June"),
    ],
)
def test_options_that_cannot_be_used(options, says):
    with pytest.raises(pytest.UsageError, match=re.escape(says)):
        conftest.Target(Config(**options))


def test_levels_are_ranges_and_lists():
    assert conftest.parse_levels("L0-L2,L4") == ("L0", "L1", "L2", "L4")


def test_the_head_says_what_is_tested():
    aim = conftest.Target(Config(url=URL + "/", levels="L0", today="2026-06-01"))
    assert aim.title == URL
    assert aim.today.isoformat() == "2026-06-01"
    assert (
        conftest.Target(Config(app="flask")).title
        == "Flask (development server, sqlite)"
    )
    assert conftest.Target(Config(app="plain-wsgi")).title.endswith(
        "(development server)"
    )


# -- rules and tests -------------------------------------------------------------------

MODULES = sorted(path.stem for path in SUITE.glob("test_*.py"))


def rules_and_tests():
    """Return the names of the tests that check each rule."""
    found = {}
    for module in MODULES:
        for name, test in vars(import_module(f"contract.suite.{module}")).items():
            if name.startswith("test_"):
                marks = [mark for mark in test.pytestmark if mark.name == "rule"]
                assert marks, f"{module}.{name} checks no rule: mark it with @rule"
                for rule in (rule for mark in marks for rule in mark.args):
                    found.setdefault(rule, []).append(f"{module}::{name}")
    return found


def test_every_rule_has_a_test_and_every_test_a_rule():
    assert rules_and_tests().keys() == checking.RULES.keys()


# -- a run -----------------------------------------------------------------------------


@pytest.fixture
def room(tmp_path):
    """A copy of week 2's application, which can be changed, with its manifest."""
    room = tmp_path / "week02"
    shutil.copytree(WEEK_2, room, ignore=shutil.ignore_patterns("__pycache__"))
    return room


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def expect_failure(room, test, rule):
    """Write an expected failure into the manifest."""
    table = f'[{{test = "{test}", rule = "{rule}", reason = "Not yet."}}]'
    change(
        room / "fieldnotes/manifest.toml",
        "expected_failures = []",
        f"expected_failures = {table}",
    )


def test_a_broken_rule_is_told_alone_and_reported(room, tmp_path):
    change(room / "fieldnotes/app.py", 'b"ok', 'b"fine')
    report = tmp_path / "report.json"
    output, status = run_suite(
        "--app", f"{room}/", "-k", "test_health", "--report", str(report)
    )
    assert status == 1
    assert "Rule L0.1" in output
    assert "Traceback" not in output
    outcomes = json.loads(report.read_text())["tests"].values()
    failed = [outcome for outcome in outcomes if outcome["outcome"] == "failed"]
    assert failed[0]["rules"][0] == "L0.1"
    assert failed[0]["message"].startswith("L0.1: expected")


def test_an_expected_failure_is_counted_with_its_reason(room):
    change(room / "fieldnotes/app.py", 'b"ok', 'b"fine')
    expect_failure(room, "test_l0_service.py::test_health", "L0.1")
    output, status = run_suite("--app", f"{room}/", "-k", "test_health")
    assert status == 0
    assert "1 expected failure" in output
    assert "L0.1: Not yet." in output


def test_an_expected_failure_that_passes_is_an_error(room):
    expect_failure(room, "test_l0_service.py::test_health", "L0.1")
    output, status = run_suite("--app", f"{room}/", "-k", "test_health")
    assert status == 1
    assert "take it out of expected_failures" in output


def test_an_expected_failure_of_no_test(room):
    expect_failure(room, "test_l0_service.py::test_wealth", "L0.1")
    output, status = run_suite("--app", f"{room}/")
    assert status != 0
    assert "there is no test test_l0_service.py::test_wealth" in output


def test_a_program_that_runs_already():
    with running(find("plain-wsgi")) as program:
        output, status = run_suite(
            "-v", "--url", program.url, "--levels", "L0", "-k", "css or health"
        )
    assert status == 0, output
    assert f"contract: {program.url}, levels L0" in output
    assert "passed" in output


def test_what_a_program_elsewhere_cannot_show_is_counted():
    output, _ = run_suite("--url", URL, "--levels", "L0-L3", "--collect-only")
    assert "tests left out: the suite must start the program itself" in output
    assert (
        "tests left out: they need to know what the program takes for today" in output
    )


# -- messages --------------------------------------------------------------------------


def answer(body=b"", media_type="text/html", status=200):
    headers = httpx2.Headers({"Content-Type": media_type})
    return checking.Answer(
        "GET", "http://a.example/x?y=1", "", status, "OK", headers, body
    )


def test_a_message_has_the_rule_and_both_sides():
    checking.now_checking(["L0.2"])
    got = answer(b"<p>no</p><main>" + b"x" * 900)
    with pytest.raises(checking.ContractBroken) as caught:
        got.must_be(404)
    message = str(caught.value)
    assert message.startswith("L0.2: expected the status 404, got 200")
    assert "A path that does not exist is 404." in message
    assert "GET /x?y=1" in message
    assert "<p>no</p>" not in message, "the page begins with its main part"
    assert "(906 characters)" in message


@pytest.mark.parametrize(
    ("got", "part", "says"),
    [
        (answer(b"\xff"), "text", "a body in UTF-8"),
        (answer(b"{}", "application/json"), "page", "an HTML page"),
        (answer(b'{"count": NaN}', "application/json"), "json", "a body in JSON"),
    ],
)
def test_a_body_that_cannot_be_read(got, part, says):
    checking.now_checking(["L1.2"])
    with pytest.raises(checking.ContractBroken, match=says):
        getattr(got, part)


def test_a_description_that_is_none():
    assert "info" in fault_of({"openapi": "3.1.0", "paths": {}})


# -- what is read ----------------------------------------------------------------------


def form(html):
    page = answer(f"<form>{html}</form>".encode())
    return Form(page.page.css_first("form"), page)


@pytest.mark.parametrize(
    ("html", "values"),
    [
        ('<input name="a" value="1"><input value="2">', {"a": "1"}),
        ('<input type="checkbox" name="a" value="1">', {}),
        ('<input type="checkbox" name="a" value="1" checked>', {"a": "1"}),
        ("<textarea name=a>\n\none\r\ntwo</textarea>", {"a": "\none\ntwo"}),
        ("<select name=a><option>x<option value=y selected>Y</select>", {"a": "y"}),
        ("<select name=a><option>x</option><option>y</option></select>", {"a": "x"}),
        ('<button name="go" type="submit" value="1">Go</button>', {"go": "1"}),
        ('<button name="go" value="1">Go</button>', {"go": "1"}),
        ('<button name="go" type="button" value="1">Go</button>', {}),
        ('<input type="file" name="photo">', {}),
    ],
)
def test_a_form_has_the_values_that_a_browser_sends(html, values):
    assert form(html).values() == values


def test_an_id_may_have_quotes_in_it():
    odd = """<label for='a"b'>Count</label><p id="c'd">Too many.</p>"""
    found = form(f"""{odd}<input name=n id='a"b' aria-describedby="c'd">""")
    [control] = found.controls()
    assert label_of(control, found.answer) == "Count"
    assert described(control, found.answer)


def test_a_select_without_options_has_no_value():
    assert form("<select name=a></select>").controls()[0].value == ""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("one<br>two", "one\ntwo"),
        ("one<br>\ntwo", "one\ntwo"),
        ("one\ntwo", "one\ntwo"),
        ("one<script>two</script>", "one"),
    ],
)
def test_line_breaks_are_read_once(html, text):
    page = answer(f"<p>{html}</p>".encode())
    assert pages.text_of(page.page.css_first("p")) == text


@pytest.mark.parametrize(
    ("html", "day"),
    [
        ("2026-05-31", "2026-05-31"),
        ('<time datetime="2026-05-31">31 May</time>', "2026-05-31"),
    ],
)
def test_a_date_is_text_or_datetime(html, day):
    page = answer(f"<p>{html}</p>".encode())
    assert pages.iso_date(page.page.css_first("p")) == day


@pytest.mark.parametrize("value", ["yesterday", None, "2026-06-01T12:00:00"])
def test_a_moment_has_an_offset(value):
    assert api.moment(value) is None
    assert api.moment("2026-06-01T12:00:00Z").isoformat() == "2026-06-01T12:00:00+00:00"


@pytest.mark.parametrize(
    ("address", "leads"),
    [(None, ""), (3, ""), ("z?a=1", "/z?a=1"), ("http://b.example/api", "/api")],
)
def test_where_an_address_leads(address, leads):
    assert api.leads_to(answer(), address) == leads


@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("/sightings", "here.example"),
        ("sightings", "here.example"),
        ("//elsewhere.example/x", "elsewhere.example"),
        ("\t/\n/elsewhere.example", "elsewhere.example"),
        ("\\\\elsewhere.example", "elsewhere.example"),
        ("https:elsewhere.example/x", "elsewhere.example"),
        ("HTTPS:///here.example@elsewhere.example", "elsewhere.example"),
        ("javascript:alert(1)", "the scheme javascript"),
    ],
)
def test_where_a_browser_goes(location, host):
    site = Site("http://here.example", (), None)
    assert test_l3_accounts.host_for_a_browser(location, site) == host


# -- a server that misbehaves ----------------------------------------------------------


@contextmanager
def serving(write):
    """Serve requests with the function ``write`` of the handler, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.close_connection = True
            write(self)

        do_POST = do_GET

        def log_message(self, *arguments):
            """Keep quiet: the tests read the answers."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_connection_that_is_closed_without_an_answer():
    with serving(lambda handler: None) as url:
        got = exactly(url, "GET", "/x")
    assert got.status == 599
    assert got.reason.startswith("no answer")


def write_a_form(handler):
    """Send a form that is sent as multipart; answer what is sent with its own length."""
    page = b'<form method="post" enctype="multipart/form-data"><input name="a" value="1"></form>'
    sent = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
    body = sent if handler.command == "POST" else page
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def test_a_form_of_multipart_is_sent_so():
    with serving(write_a_form) as url:
        person = Person(url)
        page = person.get("/")
        got = submit(person, Form(page.page.css_first("form"), page), {"b": "one\ntwo"})
    assert b'name="a"\r\n\r\n1\r\n' in got.body
    assert b'name="b"\r\n\r\none\r\ntwo\r\n' in got.body


def test_a_feed_that_does_not_answer_breaks_a_rule():
    with (
        serving(lambda handler: None) as url,
        pytest.raises(checking.ContractBroken, match="an answer to GET"),
    ):
        Listener(url)


def write_events(handler):
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
        b": a comment\n\nid: 7\nevent: sighting\ndata: [1,\ndata: 2]\n\nevent: \xff\n\n"
    )


def test_events_are_read_until_one_cannot_be():
    with serving(write_events) as url, Listener(url) as listener:
        assert listener.ended.wait(5)
        [event] = listener.events
    assert (event.event, event.id, event.data) == ("sighting", "7", "[1,\n2]")
    assert listener.sightings() == [[1, 2]]


def write_a_fault(handler):
    body = b"<h1>Server Error</h1>"
    handler.send_response(500)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def test_a_fault_that_a_generated_request_finds_is_shown_with_the_request():
    checking.now_checking(["L4.15"])
    with (
        serving(write_a_fault) as url,
        pytest.raises(
            checking.ContractBroken, match="what the description says"
        ) as caught,
    ):
        test_fuzz.fuzz(Person(url), "/api/sightings", "get", "valid")
    assert "GET /api/sightings" in str(caught.value)
    assert "500 Internal Server Error" in str(caught.value)

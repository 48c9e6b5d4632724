"""The instruments of this week, on files of our own."""

import subprocess
import sys
import unittest
from pathlib import Path

import bottle
import pytest

from harness.inputs import environment
from harness.inputs import programs as python_of
from harness.rooms import importable

TOOLS = "import bottle\nfrom bottle import tob\n"
TESTS = """
import unittest
import bottle
from bottle import BaseRequest, SimpleTemplate, tob
from .tools import bottle as same


class TestRouter(unittest.TestCase):
    def setUp(self):
        self.r = bottle.Router()

    def match(self, path, method="GET"):
        return self.r.match({"PATH_INFO": path, "REQUEST_METHOD": method})

    def test_number(self):
        self.r.add("/birds/<id:int>", "GET", "bird")
        self.assertEqual(self.match("/birds/7"), ("bird", {"id": 7}))
        self.assertRaises(bottle.HTTPError, self.match, "/birds/x")

    def test_link(self):
        self.r.add("/birds/<id:int>", "GET", "bird", name="bird")
        self.assertEqual(self.r.build("bird", id=7), "/birds/7")

    def test_wildcard(self):
        self.assertRaises(Exception, self.r.add, "/<:re:(>", "GET", "bird")

    def test_no_slash(self):
        self.r.add("birds", "GET", "bird")

    def test_any(self):
        self.r.add("/birds", "ANY", "bird")

    def test_filter(self):
        self.r.add_filter("bird", None)

    def test_private(self):
        self.assertEqual(self.r._MAX_GROUPS_PER_PATTERN, 99)

    def test_replaced(self):
        self.r.add("/<a>", "GET", "first")
        self.r.add("/<b>", "GET", "second")


class TestApplication(unittest.TestCase):
    def setUp(self):
        self.app = bottle.app.push()

    def tearDown(self):
        bottle.app.pop()

    def ask(self, path, method="GET"):
        from wsgiref.util import setup_testing_defaults
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method}
        setup_testing_defaults(environ)
        seen = []
        body = self.app(environ, lambda status, *rest: seen.append(status))
        return seen[0][:3], b"".join(body)

    def test_methods(self):
        for verb in ("get", "post", "put", "delete"):
            getattr(bottle, verb)("/" + verb)(lambda: "wren")
            self.assertEqual(self.ask("/" + verb, verb.upper()), ("200", tob("wren")))

    def test_not_found(self):
        bottle.route(["/a", "/b"], callback=lambda: bottle.abort(404))
        self.assertEqual(self.ask("/a")[0], "404")

    def test_url(self):
        bottle.route("/a/<b>", name="a")(lambda b: b)
        self.assertEqual(bottle.url("a", b="c"), "/a/c")

    def test_signature(self):
        @bottle.route
        def test(): return "a"

    def test_settings(self):
        bottle.route("/a", apply=[])

    def test_hook(self):
        self.app.install(None)

    def test_default(self):
        bottle.app.pop()
        self.assertIsNotNone(bottle.app())

    def test_template(self):
        SimpleTemplate("a")

    def test_view(self):
        bottle.jinja2_view("a")

    def test_request(self):
        bottle.request.bind({})

    def test_other(self):
        bottle.parse_date("a")


class TestRequest(unittest.TestCase):
    def test_query(self):
        query = BaseRequest({"QUERY_STRING": "a=b&a=c"}).query
        self.assertTrue("a" in query and len(query) == 1)
        self.assertEqual(query.getall("a"), ["b", "c"])
        self.assertEqual(query["a"], "c")

    def test_attribute(self):
        BaseRequest({"QUERY_STRING": "a=b"}).query.a

    def test_body(self):
        from io import BytesIO
        environ = {"wsgi.input": BytesIO(b"a=b"), "CONTENT_LENGTH": "3",
                   "CONTENT_TYPE": "application/x-www-form-urlencoded"}
        request = BaseRequest(environ)
        self.assertEqual(request.body.read(), b"a=b")
        self.assertEqual(request.POST["a"], "b")

    def test_cookies(self):
        BaseRequest().cookies

    def parse(self, data, **limits):
        kind, options = bottle._parse_http_header("multipart/form-data; boundary=x")[0]
        from io import BytesIO
        parser = bottle._MultipartParser(BytesIO(data), options["boundary"], **limits)
        return list(parser.parse())

    def test_parts(self):
        data = b'--x\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\nb\\r\\n--x--\\r\\n'
        self.assertEqual(self.parse(data)[0].value, "b")

    def test_limits(self):
        data = b'--x\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\nb\\r\\n--x--\\r\\n'
        self.assertEqual(self.parse(data, mem_limit=100, buffer_size=50)[0].value, "b")
"""

REPORT = """\
Bottle {version} passes of its own tests, and perch:
   24    8  test_all.py
    0    0  test_imports.py
   24    8  in all
15 need what perch has not:
    6  routes of other kinds
    3  templates that are Python
    1  other names
    1  one request and one response for all
    1  dictionaries of its own
    1  more to ask a request
    1  files in forms, limits of parts
    1  other uses of an object
2 get another answer:
       test_all: query, replaced
"""


@pytest.fixture
def folder(tmp_path):
    """A folder of tests, laid out as Bottle's."""
    (tmp_path / "__init__.py").write_text("import bottle\n")
    (tmp_path / "tools.py").write_text(TOOLS)
    (tmp_path / "test_all.py").write_text(TESTS)
    (tmp_path / "test_imports.py").write_text("import bottle\nbottle.view('a')\n")
    return tmp_path


@pytest.fixture
def programs(room):
    """The folder of programs as a package, as ``python -m steps.NAME`` sees it."""
    with importable(room) as modules:
        assert modules.perch
        import steps.as_bottle
        import steps.bottles_tests
        import steps.count_parts
        import steps.trace_post

        yield steps


def run(room, *words):
    """Run Python in the room and return what it printed."""
    done = subprocess.run(
        [python_of() / "python", *words],
        cwd=room,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_tests_pass_fail_or_ask_for_what_is_not_there(room, folder):
    printed = run(room, "-m", "steps.bottles_tests", str(folder))
    assert printed == REPORT.format(version=bottle.__version__)


def test_afterwards_bottle_is_bottle_again(programs, folder):
    before = set(sys.modules)
    programs.bottles_tests.run(folder, programs.as_bottle)
    assert sys.modules["bottle"] is bottle
    assert not {name for name in set(sys.modules) - before if "tests_of" in name}


def test_an_application_without_a_name_of_bottles(programs):
    with pytest.raises(AttributeError):
        _ = programs.as_bottle.__nothing__
    outcome = programs.bottles_tests.Outcome()
    missing = programs.as_bottle.Missing("nothing")
    outcome.addError(unittest.TestCase(), (type(missing), missing, None))
    assert outcome.missing == {"other names": 1}


def test_each_line_is_counted_once(programs):
    perch, other = programs.count_parts.of_perch(), programs.count_parts.of_bottle()
    folder = Path(sys.modules["perch"].__file__).parent
    lines = programs.count_parts.lines_of_code
    whole = sum(lines(path.read_text("utf-8")) for path in folder.glob("*.py"))
    assert perch.total() == whole
    source = Path(bottle.__file__).read_text("utf-8")
    assert other.total() == lines(source)


def test_calls_are_indented(programs, capsys):
    def perch_new():
        return sys._getframe()

    perch_new.__code__ = perch_new.__code__.replace(co_qualname="perch_new")
    trace, frame = programs.trace_post.Trace(), perch_new()
    for event in ("call", "call", "return", "c_call"):
        trace.watch(frame, event, None)
    assert capsys.readouterr().out == "  perch_new\n    perch_new\n"
    assert trace.depth == 1


def test_lines_are_counted_as_in_week_1(room):
    counter = "steps/count_lines.py"
    first = room.with_name("week01_what_a_framework_is")
    assert (room / counter).read_bytes() == (first / counter).read_bytes()
    printed = run(room, counter, "bottle")
    assert printed.endswith("lines of code in 2 files\n")  # one is the program


def test_documentation_does_not_count(programs):
    lines = programs.count_parts.lines_of_code
    assert lines('"""What it is."""\na: Doc("b") = 1\n\nx = 2  # two\n') <= 2

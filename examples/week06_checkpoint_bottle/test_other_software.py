"""What the page says of Bottle and of perch beside it, as installed."""

import base64
import hashlib
import hmac
import inspect
import logging
import os
import pickle
import re
import signal
import socketserver
import threading
import warnings
from importlib.metadata import entry_points, files, requires, version
from pathlib import Path
from wsgiref.simple_server import WSGIServer
from wsgiref.util import setup_testing_defaults

import bottle
import pytest

from harness.rooms import importable

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module", autouse=True)
def perch(room):
    with importable(room) as modules:
        yield modules.perch


@pytest.fixture
def ask(perch):
    """A function that asks an application."""
    from perch.testing import Client

    def ask(app, method, target, body=b"", **headers):
        return Client(app).send(method, target, body, headers)

    return ask


def with_route(handler, rule="/", method="GET"):
    """Return an application of Bottle with one route."""
    app = bottle.Bottle()
    app.route(rule, method, callback=handler)
    return app


def request_with(**environ):
    setup_testing_defaults(environ)
    return bottle.BaseRequest(environ)


# -- the file ------------------------------------------------------------------------


def test_it_is_one_file_without_requirements():
    names = [file.name for file in files("bottle") if file.suffix == ".py"]
    assert set(names) == {"bottle.py"}
    assert not requires("bottle")
    assert version("bottle") == bottle.__version__
    assert "(c) 2009-" in Path(bottle.__file__).read_text("utf-8")


@pytest.mark.locked
def test_it_is_the_version_that_the_page_measured(room):
    text = (room / "measured" / "bottles_tests.txt").read_text("utf-8")
    assert text.startswith(f"Bottle {bottle.__version__} passes")
    page = room.parents[1] / "docs" / "weeks" / f"{room.name}.rst"
    if page.exists():
        assert f"bottle=={bottle.__version__}" in page.read_text("utf-8")


# -- routes --------------------------------------------------------------------------


def test_a_later_route_with_the_same_pattern_replaces_the_earlier_silently(ask):
    app = with_route(lambda name: "first", "/<name>")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        app.get("/<other>", callback=lambda other: "second")
    assert ask(app, "GET", "/wren").text == "second"


def test_patterns_are_told_apart_by_their_text(ask):
    app = with_route(lambda id: "first", "/<id:re:[0-9]+>")
    app.get("/<id:re:[0-9]{1,}>", callback=lambda id: "second")
    assert ask(app, "GET", "/7").text == "first"


def test_debug_makes_that_a_warning(monkeypatch):
    monkeypatch.setattr(bottle, "DEBUG", True)
    app = with_route(lambda name: "first", "/<name>")
    with pytest.warns(RuntimeWarning, match="overwrites a previously defined route"):
        app.get("/<other>", callback=lambda other: "second")


def test_fixed_paths_are_found_in_any_order_and_patterns_are_joined():
    router = bottle.Router()
    router.add("/<name>", "GET", "pattern")
    router.add("/new", "GET", "fixed")
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/new"}
    assert router.match(environ)[0] == "fixed"
    assert router._MAX_GROUPS_PER_PATTERN == 99


def test_its_int_is_wider_than_perchs_and_allow_lacks_head(ask):
    app = with_route(lambda id: str(id), "/<id:int>")
    for path in ("/7", "/-7", "/007", "/7%0A", "/%D9%A7", "/7%FF"):
        assert abs(int(ask(app, "GET", path).text)) == 7
    assert ask(app, "PUT", "/7").headers["Allow"] == "GET"
    assert ask(app, "HEAD", "/7").status == 200


def test_several_paths_filters_of_ones_own_and_regular_expressions(ask):
    app = bottle.Bottle()
    app.router.add_filter("bird", lambda _: ("wren|owl", str.upper, str))
    app.get(["/a/<x:bird>", "/b/<x:re:[a-c]+>"], callback=lambda x: x)
    assert ask(app, "GET", "/a/owl").text == "OWL"
    assert ask(app, "GET", "/b/cab").text == "cab"
    assert ask(app, "GET", "/b/dab").status == 404


def test_links_check_names_and_missing_values_and_paste_what_is_given():
    app = with_route(lambda path: "", "/places/<path:path>")
    app.get("/named/<path:path>", callback=lambda path: "", name="place")
    bottle.request.bind({})
    assert app.get_url("place", path="a b?c") == "/named/a b?c"
    with pytest.raises(bottle.RouteBuildError, match="No route with that name"):
        app.get_url("nest")
    with pytest.raises(bottle.RouteBuildError, match="Missing URL argument"):
        app.get_url("place")


def test_perch_checks_names_refuses_lost_routes_and_has_classes(perch, ask):
    routes = perch.Routes()

    @routes.route("/birds/{name}")
    class Bird(perch.View):
        def get(self, name):
            return name

    app = perch.App(routes)
    assert ask(app, "GET", "/birds/wren").text == "wren"
    assert (
        ask(app, "GET", "/birds/wren").headers["Content-Type"].startswith("text/plain")
    )
    with pytest.raises(perch.RouteError, match="would never answer"):
        routes.add("/birds/{other}", lambda request, other: "")
    with pytest.raises(perch.RouteError, match="the name 'Bird' belongs to"):
        routes.add("/nests", lambda request: "", name="Bird")
    with pytest.raises(LookupError, match="no route is named 'nest'"):
        routes.url("nest")
    assert routes.url("Bird", name="a b?c") == "/birds/a%20b%3Fc"


# -- the request ---------------------------------------------------------------------


def test_fields_in_brackets_are_latin_1_and_the_last_counts():
    request = request_with(QUERY_STRING="a=%C3%BC&a=%C3%A4")
    assert request.query["a"] == "\xc3\xa4"
    assert request.query.a == request.query.getunicode("a") == "ä"
    assert request.query.decode()["a"] == "ä"
    assert request.query.missing == ""
    with pytest.raises(KeyError):
        request.query["missing"]


def test_it_believes_what_a_client_says_of_address_and_host(ask):
    request = request_with(HTTP_X_FORWARDED_FOR="192.0.2.1, 10.0.0.1")
    assert request.remote_addr == "192.0.2.1"
    app = with_route(lambda: bottle.redirect("/there"))
    answer = ask(app, "GET", "/", X_Forwarded_Host="evil.example")
    assert answer.headers["Location"] == "http://evil.example/there"


def test_perch_redirects_to_paths_only(perch):
    assert perch.redirect("/there").headers["Location"] == "/there"
    with pytest.raises(ValueError, match="redirect to a path"):
        perch.redirect("//evil.example/there")


def test_the_request_is_local_to_a_thread():
    seen = []

    def other():
        try:
            seen.append(bottle.request.path)
        except RuntimeError as error:
            seen.append(str(error))

    bottle.request.bind({"PATH_INFO": "/here"})
    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert (bottle.request.path, seen) == (
        "/here",
        ["Request context not initialized."],
    )


def test_json_bodies_files_and_chunks(ask):
    app = with_route(lambda: bottle.request.json["a"], method="POST")
    assert (
        ask(app, "POST", "/", b'{"a": "b"}', Content_Type="application/json").text
        == "b"
    )
    body = b'--x\r\nContent-Disposition: form-data; name="a"; filename="b.txt"\r\n\r\nc\r\n--x--'
    app = with_route(lambda: bottle.request.files.a.file.read(), method="POST")
    kind = "multipart/form-data; boundary=x"
    assert ask(app, "POST", "/", body, Content_Type=kind).text == "c"
    app = with_route(lambda: bottle.request.body, method="POST")
    chunks = b"3\r\nowl\r\n0\r\n\r\n"
    assert ask(app, "POST", "/", chunks, Transfer_Encoding="chunked").text == "owl"


@pytest.mark.parametrize("kind", ["text/plain", "application/json", ""])
def test_whatever_is_not_multipart_is_read_as_a_form(ask, kind):
    app = with_route(lambda: bottle.request.forms.a, method="POST")
    headers = {"Content_Type": kind} if kind else {}
    assert ask(app, "POST", "/", b"a=b", **headers).text == "b"


def test_half_a_form_is_a_form(ask):
    app = with_route(lambda: bottle.request.forms.a, method="POST")
    answer = ask(app, "POST", "/", b"a=b", Content_Type=FORM, Content_Length="9")
    assert answer.text == "b"


def test_a_parameter_without_a_value_is_a_500(ask):
    app = with_route(lambda: bottle.request.forms.a, method="POST")
    assert ask(app, "POST", "/", b"a=b", Content_Type="text/plain; x").status == 500


def test_signed_cookies_run_what_was_pickled_by_who_knows_the_secret(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (os.mkdir, (str(tmp_path / "made"),))

    message = base64.b64encode(pickle.dumps(["a", Bomb()]))
    signature = hmac.new(b"secret", message, hashlib.sha256).digest()
    signed = f"!{base64.b64encode(signature).decode()}?{message.decode()}"
    request = request_with(HTTP_COOKIE=f'a="{signed}"')
    request.get_cookie("a", secret="wrong")
    assert not (tmp_path / "made").exists()
    request.get_cookie("a", secret="secret")
    assert (tmp_path / "made").is_dir()
    assert "support for it will be removed" in re.sub(
        r"\s+", " ", bottle.BaseResponse.set_cookie.__doc__
    )


def test_a_thread_keeps_the_last_request(ask):
    ask(with_route(lambda: "wren", "/last"), "GET", "/last")
    assert bottle.request.path == "/last"


# -- answers -------------------------------------------------------------------------


def test_many_types_can_be_returned(ask):
    assert ask(with_route(lambda: {"a": 1}), "GET", "/").headers["Content-Type"] == (
        "application/json"
    )
    for made in (lambda: ["a", "b"], lambda: iter("ab"), lambda: b"ab", lambda: "ab"):
        answer = ask(with_route(made), "GET", "/")
        assert (answer.status, answer.text) == (200, "ab")
        assert answer.headers["Content-Type"] == "text/html; charset=UTF-8"


def test_perch_refuses_the_others(perch, ask, caplog):
    routes = perch.Routes()
    routes.add("/", lambda request: ["a"], name="list")
    assert ask(perch.App(routes), "GET", "/").status == 500
    assert "return a Response or a str" in caplog.text


def test_a_header_of_a_hook_is_on_a_404_and_not_on_a_500(ask):
    app = with_route(lambda: 1 / 0)
    app.add_hook("after_request", lambda: bottle.response.set_header("X-Bird", "wren"))
    assert ask(app, "GET", "/nothing").headers["X-Bird"] == "wren"
    failed = ask(app, "GET", "/")
    assert (failed.status, failed.headers["X-Bird"]) == (500, None)


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        (lambda: bottle.abort(404), None),
        (lambda: bottle.HTTPResponse("wren"), None),
        (lambda: bottle.redirect("/"), "1"),
        (lambda: "wren", "1"),
    ],
)
def test_an_answer_that_is_raised_or_returned_has_its_own_headers(ask, end, kept):
    def handler():
        bottle.response.set_header("X-Bird", "1")
        return end()

    assert ask(with_route(handler), "GET", "/").headers["X-Bird"] == kept


def test_headers_of_perch_are_on_a_500_too(perch, ask):
    routes = perch.Routes()
    routes.add("/", lambda request: 1 / 0, name="fails")
    logging.disable()
    answer = ask(perch.App(routes), "GET", "/")
    logging.disable(logging.NOTSET)
    assert (answer.status, answer.headers["X-Frame-Options"]) == (500, "DENY")


def test_one_application_is_mounted_in_another(perch, ask):
    routes = perch.Routes()
    routes.add("/bird", lambda request: request.root, name="bird")
    app = bottle.Bottle()
    app.mount("/perch/", perch.App(routes))
    assert ask(app, "GET", "/perch/bird").text == "/perch"
    app.merge(with_route(lambda: "merged", "/merged"))
    assert ask(app, "GET", "/merged").text == "merged"


def test_files_in_ranges_and_as_downloads(tmp_path):
    (tmp_path / "a.txt").write_text("wren, owl")
    environ = {"HTTP_RANGE": "bytes=0-3", "PATH_INFO": "/"}
    setup_testing_defaults(environ)
    bottle.request.bind(environ)
    part = bottle.static_file("a.txt", tmp_path, download="b.txt")
    assert (part.status_code, b"".join(part.body)) == (206, b"wren")
    part.close()
    assert part.headers["Content-Disposition"] == 'attachment; filename="b.txt"'


def test_a_link_that_is_there_at_the_start_is_served_by_both(perch, ask, tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "secret.txt").write_text("a nest")
    (tmp_path / "open" / "link.txt").symlink_to(tmp_path / "secret.txt")
    routes = perch.Routes()
    routes.add("/{path:path}", perch.StaticFiles(tmp_path / "open"), name="files")
    assert ask(perch.App(routes), "GET", "/link.txt").text == "a nest"
    bottle.request.bind({})
    found = bottle.static_file("link.txt", tmp_path / "open")
    assert found.body.read() == b"a nest"
    found.close()


# -- templates -----------------------------------------------------------------------


def test_simple_template_escapes_and_its_jinja_and_mako_do_not():
    assert bottle.template("{{a}}", a="<b>") == "&lt;b&gt;"
    assert bottle.jinja2_template("{{a}} ", a="<b>") == "<b> "
    assert bottle.mako_template("${a} ", a="<b>") == "<b> "


def test_every_source_is_kept():
    before = len(bottle.TEMPLATES)
    for number in range(9):
        bottle.template(f"{{{{{number}}}}} is kept")
    assert len(bottle.TEMPLATES) == before + 9


def test_lists_of_folders_are_told_apart_by_id(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "list.html").write_text(name)
    folders, others = [str(tmp_path / "one")], [str(tmp_path / "one")]
    assert bottle.template("list", template_lookup=folders) == "one"
    before = len(bottle.TEMPLATES)
    assert bottle.template("list", template_lookup=others) == "one"  # read again
    assert len(bottle.TEMPLATES) == before + 1
    folders[:] = [str(tmp_path / "two")]
    assert bottle.template("list", template_lookup=folders) == "one"
    assert bottle.TEMPLATE_PATH == ["./", "./views/"]


def test_a_name_that_is_missing_is_a_name_error():
    with pytest.raises(NameError, match="name 'brid' is not defined"):
        bottle.template("{{brid}}")


def test_names_and_sources_are_told_apart_by_their_characters():
    assert bottle.template("{{1 + 1}}") == "2"
    with pytest.raises(bottle.TemplateError, match="Template 'list' not found"):
        bottle.template("list", template_lookup=["."])


def test_a_mistake_in_a_template_shows_when_it_is_used(perch, tmp_path):
    (tmp_path / "a.html").write_text("% if bird")
    template = bottle.SimpleTemplate(name="a", lookup=[str(tmp_path)])
    with pytest.raises(SyntaxError):
        template.render()
    (tmp_path / "a.html").write_text("{% if bird %}")
    with pytest.raises(perch.TemplateError, match="is not closed"):
        perch.Templates(tmp_path)


# -- servers -------------------------------------------------------------------------


def test_plugins_for_one_route_a_reloader_and_a_command():
    assert {"apply", "skip"} <= set(inspect.signature(bottle.Bottle.route).parameters)
    assert "reloader" in inspect.signature(bottle.run).parameters
    (command,) = entry_points(group="console_scripts", name="bottle")
    assert command.load() is bottle.main


def test_a_closure_without_a_function_is_searched_without_an_end():
    where = "/here"

    def handler():
        return where

    def enough(number, frame):
        raise TimeoutError

    app = with_route(handler)
    before = signal.signal(signal.SIGALRM, enough)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    with pytest.raises(TimeoutError):
        app.routes[0].get_callback_args()
    signal.signal(signal.SIGALRM, before)
    assert handler() == "/here"


def test_servers_and_the_one_that_it_takes():
    assert len(bottle.server_names) == 20
    assert bottle.server_names["wsgiref"] is bottle.WSGIRefServer
    assert not issubclass(WSGIServer, socketserver.ThreadingMixIn)


def test_it_has_no_test_client_and_perchs_asks_it(ask):
    assert not [name for name in dir(bottle) if "client" in name.lower()]
    assert ask(with_route(lambda: "wren"), "GET", "/").text == "wren"

"""What the week says of Jinja, Flask, Django, Starlette and wsgiref, as installed."""

import inspect
import io
from wsgiref.handlers import SimpleHandler
from wsgiref.util import setup_testing_defaults

import django.core.handlers.base
import flask
import jinja2
import jinja2.sandbox
import pytest
import starlette.applications
import starlette.staticfiles
import werkzeug.debug
import werkzeug.security
import werkzeug.serving
from django.conf import global_settings

from harness.rooms import importable


def test_jinja_by_itself_does_not_escape_and_flask_switches_it_on():
    assert jinja2.Environment().autoescape is False
    ends = inspect.getsource(flask.Flask.select_jinja_autoescape)
    assert '(".html", ".htm", ".xml", ".xhtml", ".svg")' in ends


def test_django_wraps_each_layer_so_that_errors_are_answers():
    source = inspect.getsource(django.core.handlers.base.BaseHandler.load_middleware)
    assert "for middleware_path in reversed(settings.MIDDLEWARE):" in source
    assert "handler = convert_exception_to_response(mw_instance)" in source


def test_starlette_makes_answers_of_errors_inside_of_the_layers():
    source = inspect.getsource(starlette.applications.Starlette.build_middleware_stack)
    first, middle, last = (
        source.index(part)
        for part in (
            "Middleware(ServerErrorMiddleware",
            "middleware += self.user_middleware",
            "Middleware(ExceptionMiddleware",
        )
    )
    assert first < middle < last
    added = inspect.getsource(starlette.applications.Starlette.add_middleware)
    assert "self.user_middleware.insert(0" in added


def test_flask_makes_answers_of_errors_before_the_functions_after():
    source = inspect.getsource(flask.Flask.full_dispatch_request)
    handled = source.index("self.handle_user_exception(e)")
    assert handled < source.index("self.finalize_request(rv)")
    after = inspect.getsource(flask.Flask.process_response)
    assert "reversed(self.after_request_funcs[name])" in after


def test_in_flask_functions_after_run_although_one_before_has_answered():
    app, said = flask.Flask("birds"), []
    for name in ("first", "second"):

        @app.before_request
        def before(name=name):
            said.append(f"into {name}")
            return "answered"

        @app.after_request
        def after(response, name=name):
            said.append(f"out of {name}")
            return response

    assert app.test_client().get("/").text == "answered"
    assert said == ["into first", "out of second", "out of first"]


def test_how_others_keep_visitors_in_the_folder():
    assert werkzeug.security.safe_join("static", "../secret") is None
    assert werkzeug.security.safe_join("static", "look.css") == "static/look.css"
    lookup = inspect.getsource(starlette.staticfiles.StaticFiles.lookup_path)
    assert "os.path.realpath(joined_path)" in lookup
    assert "os.path.commonpath([full_path, directory])" in lookup


def test_who_follows_a_link_out_of_the_folder(room, tmp_path):
    """Werkzeug judges names and perch lists; Starlette looks where a link leads."""
    folder = tmp_path / "static"
    folder.mkdir()
    (tmp_path / "secret").write_text("a secret")
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / ".env").write_text("another")
    assert werkzeug.security.safe_join("static", "link") == "static/link"
    files = starlette.staticfiles.StaticFiles(directory=folder)
    assert files.lookup_path("link") == ("", None)
    assert files.lookup_path(".env")[1] is not None
    with importable(room) as modules:
        served = modules.perch.StaticFiles(folder).files
    assert served.keys() == {"link", ".env"}


def test_a_template_can_show_the_environment_of_the_process(room, tmp_path):
    """wsgiref puts os.environ into each request, and every template has the request."""
    (tmp_path / "page.html").write_text("{{ request.environ }}")
    with importable(room) as modules:
        perch = modules.perch
        routes = perch.Routes()
        routes.add(
            "/",
            lambda request: request.app.templates.render("page.html", request=request),
            name="page",
        )
        app = perch.App(routes, templates=perch.Templates(tmp_path))
    sent, environ = io.BytesIO(), {}
    setup_testing_defaults(environ)
    SimpleHandler(io.BytesIO(), sent, io.StringIO(), environ).run(app)
    assert b"&#x27;PATH&#x27;: &#x27;" in sent.getvalue()


def test_the_host_that_guards_the_debugger_is_what_the_client_says():
    debugged = werkzeug.debug.DebuggedApplication(lambda *_: [], evalex=True)
    said = {
        "localhost": True,
        "owl.localhost": True,
        "127.0.0.1:8000": True,
        "birds.example": False,
        "evillocalhost": False,
    }
    for host, trusted in said.items():
        assert debugged.check_host_trust({"HTTP_HOST": host}) is trusted


def test_what_guards_the_debugger():
    run = inspect.getsource(flask.Flask.run)
    assert 'options.setdefault("use_debugger", self.debug)' in run
    parameters = inspect.signature(werkzeug.serving.run_simple).parameters
    assert parameters["use_evalex"].default is True
    debugged = werkzeug.debug.DebuggedApplication(lambda *_: [], evalex=True)
    assert debugged.trusted_hosts == [".localhost", "127.0.0.1"]
    pin = inspect.getsource(werkzeug.debug.get_pin_and_cookie_name)
    assert "getpass.getuser()" in pin
    assert "get_machine_id()" in pin


def test_the_debug_page_of_django_is_on_by_one_setting():
    assert global_settings.DEBUG is False
    handler = inspect.getsource(django.core.handlers.exception.response_for_exception)
    assert "if settings.DEBUG:" in handler


def test_the_sandbox_of_jinja_refuses_what_templates_may_not_touch():
    source = "{{ text.__class__.__mro__ }}"
    assert "object" in jinja2.Environment(autoescape=True).from_string(source).render(
        text=""
    )
    sandbox = jinja2.sandbox.SandboxedEnvironment(autoescape=True)
    with pytest.raises(jinja2.sandbox.SecurityError, match="'__class__'"):
        sandbox.from_string(source).render(text="")


def test_the_server_of_the_standard_library_gives_a_304_a_length():
    def application(environ, start_response):
        start_response("304 Not Modified", [("ETag", '"1"')])
        return []

    sent, environ = io.BytesIO(), {}
    setup_testing_defaults(environ)
    handler = SimpleHandler(io.BytesIO(), sent, io.StringIO(), environ)
    handler.origin_server = True
    handler.run(application)
    assert b"Content-Length: 0\r\n" in sent.getvalue()

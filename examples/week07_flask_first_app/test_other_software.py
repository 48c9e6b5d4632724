"""What the week says of Flask, Werkzeug and others, as installed."""

import contextvars
import inspect
import sqlite3
import threading
from importlib.metadata import requires
from urllib.error import HTTPError
from urllib.request import urlopen

import click
import flask
import flask.cli
import flask.ctx
import flask.globals
import gunicorn.arbiter
import gunicorn.config
import gunicorn.workers.ggevent
import pytest
import werkzeug._reloader
import werkzeug.debug
import werkzeug.local
import werkzeug.serving
from greenlet import greenlet
from werkzeug.routing import Map, Rule
from werkzeug.test import Client

from harness.rooms import importable


def test_what_flask_requires():
    needed = [each for each in requires("flask") if "extra" not in each]
    names = {each.split(">")[0].split(";")[0].strip() for each in needed}
    assert names - {"importlib-metadata"} == {
        "blinker",
        "click",
        "itsdangerous",
        "jinja2",
        "markupsafe",
        "werkzeug",
    }


def test_there_are_two_contexts_each_with_a_variable():
    assert type(flask.globals._cv_app) is contextvars.ContextVar
    assert type(flask.globals._cv_request) is contextvars.ContextVar
    assert flask.globals._cv_app.name == "flask.app_ctx"
    assert flask.globals._cv_request.name == "flask.request_ctx"
    # From Flask 3.2 on they are one; then the page has to be written anew.
    assert flask.ctx.RequestContext is not flask.ctx.AppContext
    source = inspect.getsource(flask.globals)
    for name, variable in [
        ("current_app", '_cv_app, "app"'),
        ("g", '_cv_app, "g"'),
        ("request", '_cv_request, "request"'),
        ("session", '_cv_request, "session"'),
    ]:
        assert type(getattr(flask.globals, name)) is werkzeug.local.LocalProxy
        assert f"LocalProxy(  # type: ignore[assignment]\n    {variable}, " in source


def test_a_proxy_asks_its_variable_each_time():
    lookup = inspect.getsource(werkzeug.local._ProxyLookup.__get__)
    assert "obj = instance._get_current_object()" in lookup
    proxy = inspect.getsource(werkzeug.local.LocalProxy.__init__)
    assert "obj = local.get()" in proxy
    assert (
        "except LookupError:\n                    raise RuntimeError(unbound" in proxy
    )
    assert "return get_name(obj)" in proxy


def test_globals_are_fifty_lines_and_six_proxies():
    source = inspect.getsource(flask.globals)
    assert round(source.count("\n"), -1) == 50
    assert source.count("= LocalProxy(") == 6
    members = vars(werkzeug.local.LocalProxy).values()
    lookups = [
        each for each in members if isinstance(each, werkzeug.local._ProxyLookup)
    ]
    assert len(lookups) > 90


def test_the_applications_are_as_long_as_the_text_says(room):
    def lines(folder):
        files = (room.parent / folder).glob("*.py")
        return sum(len(file.read_text("utf-8").splitlines()) for file in files)

    assert round(lines("week04_own_framework_templates/perch"), -2) == 1100
    assert round(lines(f"{room.name}/fieldnotes"), -1) == 340
    assert len(list((room / "fieldnotes").glob("*.py"))) == 9


def test_a_number_of_werkzeug_has_several_spellings():
    rules = Map([Rule("/<int:number>", endpoint="number")]).bind("localhost")
    assert rules.match("/007") == rules.match("/7") == ("number", {"number": 7})
    assert rules.match("/\N{ARABIC-INDIC DIGIT SEVEN}") == ("number", {"number": 7})


def test_pushing_the_request_pushes_the_application_first():
    push = inspect.getsource(flask.ctx.RequestContext.push)
    stations = [
        "app_ctx.push()",
        "_cv_request.set(self)",
        "session_interface.open_session(",
        "self.match_request()",
    ]
    assert sorted(stations, key=push.index) == stations


def test_the_contexts_are_popped_before_the_body_is_sent():
    app, events = flask.Flask("birds"), []

    @app.teardown_appcontext
    def close(_error):
        events.append("closed")

    @app.get("/")
    def index():
        return (events.append(piece) or piece for piece in "ab")

    assert app.test_client().get("/").text == "ab"
    assert events == ["closed", "a", "b"]


def test_what_is_registered_for_the_end_runs_before_a_body_with_the_context():
    app, events = flask.Flask("birds"), []

    @app.teardown_appcontext
    def close(_error):
        events.append("closed")

    @app.get("/")
    def index():
        flask.g.wanted = "owl"
        pieces = (flask.g.wanted + flask.request.path for _ in range(1))
        return flask.stream_with_context(events.append(p) or p for p in pieces)

    assert app.test_client().get("/").text == "owl/"
    assert events == ["closed", "owl/", "closed"]


def test_a_context_that_was_there_is_shared_by_two_requests():
    app, events = flask.Flask("birds"), []
    app.teardown_appcontext(lambda _error: events.append("closed"))

    @app.get("/")
    def index():
        flask.g.visits = flask.g.get("visits", 0) + 1
        return f"{flask.g.visits}"

    client = app.test_client()
    with app.app_context():
        assert [client.get("/").text, client.get("/").text] == ["1", "2"]
        assert events == []
    assert [client.get("/").text, client.get("/").text] == ["1", "1"]
    assert events == ["closed"] * 3


def test_a_teardown_that_raises_leaves_out_those_registered_before_it():
    app, events = flask.Flask("birds"), []
    app.teardown_appcontext(lambda _error: events.append("first"))
    app.teardown_appcontext(lambda _error: 1 / 0)
    app.teardown_appcontext(lambda _error: events.append("last"))
    with pytest.raises(ZeroDivisionError), app.app_context():
        pass
    assert events == ["last"]


def test_a_generator_finds_no_request_any_more():
    app = flask.Flask("birds")

    @app.get("/")
    def index():
        return (flask.request.path for _ in range(1))

    with pytest.raises(RuntimeError, match="Working outside of request context"):
        app.test_client().get("/")


def test_a_thread_and_a_greenlet_begin_without_our_variables():
    variable, found = contextvars.ContextVar("variable"), []
    variable.set("ours")

    def look():
        found.append(variable.get(None))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    greenlet(look).switch()
    # With free threading, a thread begins with a copy of its maker's variables.
    assert found[1] is None
    assert found[0] in (None, "ours")


def test_a_str_is_sent_as_html_and_a_dict_as_json(steps, room):
    with importable(room):
        client = steps.hello.app.test_client()
        assert client.get("/").mimetype == "text/html"
        answer = client.get("/birds/2")
        assert answer.json == {"number": 2, "name": "Heron"}
        assert client.get("/birds/5").status_code == 404
        assert client.get("/birds/two").status_code == 404
        assert client.get("/?name=W").text == "/birds/1\n/birds/3\n"


def test_debug_mode_switches_on_debugger_and_reloader_of_flask_run():
    source = inspect.getsource(flask.cli)
    assert "if reload is None:\n        reload = debug" in source
    assert "if debugger is None:\n        debugger = debug" in source
    run = inspect.getsource(werkzeug.serving.run_simple)
    assert "application = DebuggedApplication(application, evalex=use_evalex)" in run
    options = {option.name: option.default for option in flask.cli.run_command.params}
    assert options["with_threads"] is True
    assert options["host"] == "127.0.0.1"
    assert isinstance(flask.cli.run_command, click.Command)


def test_the_environment_does_not_switch_on_the_debugger_of_gunicorn(serve, room):
    """The debugger is a part of the development server; gunicorn has none."""
    server = serve(
        "gunicorn",
        "--no-control-socket",
        "--bind=127.0.0.1:{port}",
        "steps.broken:app",
        env={"FLASK_DEBUG": "1"},
    )
    with importable(room):
        from steps.what_it_shows import shown
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{server.url}/birds/7")
    page = caught.value.read().decode()
    caught.value.close()
    assert caught.value.code == 500
    assert not any(shown(page).values())


def test_the_debugger_shows_its_page_to_any_host_and_a_console_to_few(steps, room):
    with importable(room):
        from steps.what_it_shows import shown

        app = steps.broken.app
    app.testing = True  # errors are raised, as in debug mode
    client = Client(werkzeug.debug.DebuggedApplication(app, evalex=True))
    here, elsewhere = "http://localhost", "http://example.org"
    assert client.get("/console", base_url=here).status_code == 200
    assert client.get("/console", base_url=elsewhere).status_code == 400
    for host, console in [(here, True), (elsewhere, False)]:
        page = shown(client.get("/birds/7", base_url=host).text)
        assert page["our source"], host
        assert page["paths of this machine"], host
        assert page["a console"] is console, host


def test_of_what_the_pin_is_made():
    pin = inspect.getsource(werkzeug.debug.get_pin_and_cookie_name)
    for part in (
        "username = getpass.getuser()",
        'getattr(app, "__name__", type(app).__name__)',
        'getattr(mod, "__file__", None)',
        "[str(uuid.getnode()), get_machine_id()]",
        'os.environ.get("WERKZEUG_DEBUG_PIN")',
        'if pin == "off":\n        return None, None',
    ):
        assert part in pin, part
    machine = inspect.getsource(werkzeug.debug.get_machine_id)
    for file in ("/etc/machine-id", "/proc/self/cgroup"):
        assert file in machine
    auth = inspect.getsource(werkzeug.debug.DebuggedApplication)
    assert "self._failed_pin_auth.value >= 10" in auth
    assert werkzeug.debug.PIN_TIME == 7 * 24 * 60 * 60
    hosts = werkzeug.debug.DebuggedApplication(lambda *_: []).trusted_hosts
    assert hosts == [".localhost", "127.0.0.1"]


def test_threads_change_the_worker_of_gunicorn():
    config = gunicorn.config.Config()
    assert config.worker_class_str == "sync"
    config.set("threads", 4)
    assert config.worker_class_str == "gthread"


def test_gevent_workers_of_gunicorn_patch_by_themselves():
    worker = gunicorn.workers.ggevent.GeventWorker
    assert "monkey.patch_all()" in inspect.getsource(worker.patch)
    start = inspect.getsource(worker.init_process)
    assert start.index("self.patch()") < start.index("super().init_process()")
    # With --preload the first process has loaded the application by then.
    arbiter = inspect.getsource(gunicorn.arbiter.Arbiter.setup)
    assert "if self.cfg.preload_app:\n            self.app.wsgi()" in arbiter


def test_who_watches_the_files_ends_and_is_started_anew():
    loop = werkzeug._reloader.ReloaderLoop
    assert "sys.exit(3)" in inspect.getsource(loop.trigger_reload)
    assert "if exit_code != 3:" in inspect.getsource(loop.restart_with_reloader)


def test_in_debug_mode_an_error_is_raised_and_not_made_into_an_answer():
    source = inspect.getsource(flask.Flask.handle_exception)
    assert "propagate = self.testing or self.debug" in source
    assert source.index("raise e") < source.index("self.log_exception(")
    assert source.index("self.log_exception(") < source.index("finalize_request(")


def test_a_route_answers_options_and_head_where_it_answers_get():
    app = flask.Flask("birds", static_folder=None)
    app.add_url_rule("/", view_func=str, methods=["GET"])
    app.add_url_rule("/", "send", view_func=str, methods=["POST"])
    methods = [rule.methods for rule in app.url_map.iter_rules()]
    assert methods == [{"GET", "HEAD", "OPTIONS"}, {"POST", "OPTIONS"}]


def test_settings_of_the_environment_are_read_as_json():
    app = flask.Flask("birds")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIRDS_PER_PAGE", "20")
        patch.setenv("BIRDS_TODAY", "2026-06-01")
        app.config.from_prefixed_env("BIRDS")
        assert app.config["PER_PAGE"] == 20
        assert app.config["TODAY"] == "2026-06-01"
        app.config.from_prefixed_env("BIRDS", loads=str)
        assert app.config["PER_PAGE"] == "20"


def test_a_factory_is_found_by_its_name():
    source = inspect.getsource(flask.cli.find_best_app)
    assert 'for attr_name in ("app", "application"):' in source
    assert "if isinstance(v, Flask)]\n\n    if len(matches) == 1:" in source
    assert 'for attr_name in ("create_app", "make_app"):' in source


def test_lower_of_sqlite_knows_the_letters_of_ascii_only():
    connection = sqlite3.connect(":memory:")
    assert connection.execute("SELECT lower('HÄher')").fetchone() == ("hÄher",)
    connection.close()


def test_flask_has_no_sessions_without_a_key():
    app = flask.Flask("birds")
    with app.test_request_context(), pytest.raises(RuntimeError, match="unavailable"):
        flask.session["user"] = "ada"

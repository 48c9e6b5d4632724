"""What the week says goes wrong, provoked, with the message as the page has it."""

import re

import jinja2
import pytest

from harness.rooms import importable


@pytest.fixture(scope="module")
def perch(room):
    with importable(room) as modules:
        yield modules.perch


@pytest.fixture
def ask(perch, tmp_path):
    """A function that asks an application with one template and one route."""
    from perch.testing import Client

    def ask(source, *, target="/birds", templates=True, middleware=(), **values):
        (tmp_path / "page.html").write_text(source, encoding="utf-8")

        def birds(request):
            made = request.app.templates.render("page.html", request=request, **values)
            return perch.Response(made, content_type="text/html; charset=utf-8")

        routes = perch.Routes()
        routes.add("/birds", birds)
        found = perch.Templates(tmp_path) if templates else None
        return Client(perch.App(routes, templates=found, middleware=middleware)).get(
            target
        )

    return ask


def test_a_name_that_render_was_not_given(ask, caplog):
    assert ask("<h1>\n{{ brid.name }}", bird={"name": "Wren"}).status == 500
    assert (
        "TemplateError: page.html:2: brid.name: there is no 'brid'. "
        "Mend the name, or give render() the value"
    ) in caplog.text


def test_escaped_twice(ask, perch):
    from perch.template_parts import escaped

    assert ask("{{ bird }}", bird="Daubenton's Bat").text == "Daubenton&#x27;s Bat"
    answer = ask("{{ bird }}", bird=escaped("Daubenton's Bat"))
    assert answer.text == "Daubenton&amp;#x27;s Bat"


def test_a_promise_about_a_text_that_nobody_has_seen(ask, perch):
    name = "<script>"
    assert ask("{{ bird }}", bird=perch.Safe(f"<b>{name}</b>")).text == (
        "<b><script></b>"
    )
    assert ask("<b>{{ bird }}</b>", bird=name).text == "<b>&lt;script&gt;</b>"


def test_two_handlers_of_one_name(perch):
    routes = perch.Routes()
    routes.add("/birds", lambda request: "birds")
    with pytest.raises(perch.RouteError) as caught:
        routes.add("/trees", lambda request: "trees")
    assert re.fullmatch(
        rf"{re.escape(__file__)}:\d+: the name '<lambda>' belongs to /birds, at "
        rf"{re.escape(__file__)}:\d+\. Give one of them another name=\.",
        str(caught.value),
    )


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        (
            "{% url brids %}",
            "TemplateError: page.html:1: no route is named 'brids'; there are birds",
        ),
        (
            "{% url birds id=n %}",
            "TemplateError: page.html:1: /birds takes no parameters, not id",
        ),
        (
            "{% for bird in n %}{% endfor %}",
            "TemplateError: page.html:1: n: 'int' object is not iterable",
        ),
    ],
)
def test_a_tag_that_cannot_do_its_work(ask, caplog, tag, message):
    assert ask(tag, n=1).status == 500
    assert message in caplog.text


def test_a_layer_that_returns_nothing(ask, caplog):
    def forgetful(handle):
        def handled(request): ...

    assert ask("birds", middleware=[forgetful]).status == 500
    assert "TypeError: 'NoneType' object is not callable" in caplog.text


def test_a_wrapped_function_that_returns_nothing(ask, caplog):
    def forgetful(handle):
        def handled(request):
            handle(request)

        return handled

    assert ask("birds", middleware=[forgetful]).status == 500
    assert "AttributeError: 'NoneType' object has no attribute 'start'" in caplog.text


def test_what_no_layer_has_left(ask, perch, caplog):
    from perch.testing import Client

    message = "'types.SimpleNamespace' object has no attribute 'sightings'"
    routes = perch.Routes()
    routes.add("/", lambda request: request.state.sightings)
    assert Client(perch.App(routes)).get("/").status == 500
    assert caplog.text.endswith(f"AttributeError: {message}\n")
    assert ask("{{ request.state.sightings }}").status == 500
    assert "request.state.sightings: there is no 'sightings'" in caplog.text


def test_an_application_without_templates(ask, caplog):
    assert ask("birds", templates=False).status == 500
    assert "'NoneType' object has no attribute 'render'" in caplog.text


def test_a_file_that_came_later_is_not_served(perch, tmp_path):
    from perch.testing import Client

    (tmp_path / "look.css").write_text("a")
    routes = perch.Routes()
    routes.add("/static/{path:path}", perch.StaticFiles(tmp_path))
    client = Client(perch.App(routes))
    (tmp_path / "new.css").write_text("b")
    (tmp_path / "look.css").write_text("changed")
    assert client.get("/static/new.css").status == 404
    assert client.get("/static/look.css").text == "changed"


def test_a_template_that_changes_is_not_read_again(perch, tmp_path):
    (tmp_path / "page.html").write_text("<h1>Birds</h1>")
    templates = perch.Templates(tmp_path)
    (tmp_path / "page.html").write_text("<h1>Owls</h1>")
    assert templates.render("page.html") == "<h1>Birds</h1>"
    assert perch.Templates(tmp_path).render("page.html") == "<h1>Owls</h1>"


def test_an_unknown_name_is_nothing_in_jinja():
    source = "<h1>{{ brid }}</h1>"
    loose = jinja2.Environment(autoescape=True)
    assert loose.from_string(source).render(bird="Wren") == "<h1></h1>"
    strict = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    with pytest.raises(jinja2.UndefinedError, match="'brid' is undefined"):
        strict.from_string(source).render(bird="Wren")

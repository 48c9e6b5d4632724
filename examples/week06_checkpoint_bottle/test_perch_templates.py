"""Perch: templates, what they show, and what is said of a template with a mistake."""

from types import SimpleNamespace

import pytest

from harness.rooms import importable


@pytest.fixture(scope="module")
def perch(room):
    with importable(room) as programs:
        yield programs.perch


@pytest.fixture
def render(perch, tmp_path):
    """A function that renders page.html, with other templates beside it."""

    def render(source, others=(), **values):
        (tmp_path / "page.html").write_text(source, encoding="utf-8")
        for name, text in dict(others).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return perch.Templates(tmp_path).render("page.html", **values)

    return render


BIRD = SimpleNamespace(name="wren", place={"name": "Hull"}, count=0)


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("plain { text } %}", "plain { text } %}"),
        ("{{ bird.name }} at {{bird.place.name}}", "wren at Hull"),
        ("{{ bird.count }}", "0"),
        ('{{ "text" }}', "text"),
        ("{{ evil }}", "&lt;b title=&quot;x&quot;&gt;&#x27;&amp;"),
        ("{{ safe }}", "<b>"),
        ("{% if bird %}yes{% endif %}", "yes"),
        ("{% if bird.count %}yes{% else %}no{% endif %}", "no"),
        ("{% if not bird.count %}none{% endif %}", "none"),
        ("{% if bird.count %}yes{% endif %}", ""),
        ("{% for n in numbers %}{{ n }},{% else %}none{% endfor %}", "1,2,3,"),
        ("{% for n in nothing %}{{ n }}{% else %}none{% endfor %}", "none"),
        (
            "{% for n in numbers %}{% for m in numbers %}{{ n }}{{ m }} {% endfor %}"
            "{% endfor %}",
            "11 12 13 21 22 23 31 32 33 ",
        ),
        ("{%  for\n n in numbers %}{{ n }}{% endfor %}", "123"),
        ("", ""),
    ],
)
def test_a_template_becomes_a_page(perch, render, source, page):
    values = {
        "bird": BIRD,
        "evil": '<b title="x">\'&',
        "safe": perch.Safe("<b>"),
        "numbers": [1, 2, 3],
        "nothing": [],
    }
    assert render(source, **values) == page


def test_a_value_may_have_the_name_that_render_uses(render):
    assert render("{{ name }} {{ self }}", name="wren", self="owl") == "wren owl"


def test_a_loop_leaves_no_name_behind(perch, render):
    with pytest.raises(perch.TemplateError, match=r"page.html:1: n: there is no 'n'"):
        render("{% for n in numbers %}{% endfor %}{{ n }}", numbers=[1])


def test_a_template_extends_another(render):
    others = {
        "base.html": "<title>{% block title %}Birds{% endblock %}</title>"
        "{% block main %}{% endblock %}",
        "list.html": '{% extends "base.html" %}{% block main %}'
        "<ul>{% block items %}{% endblock %}</ul>{% endblock %}",
    }
    source = (
        '{% extends "list.html" %}{% block items %}<li>{{ bird }}</li>{% endblock %}'
    )
    page = "<title>Birds</title><ul><li>wren</li></ul>"
    assert render(source, others, bird="wren") == page


def test_a_template_includes_another_with_its_values(render):
    source = '{% for bird in birds %}{% include "bird.html" %}{% endfor %}'
    others = {"bird.html": "<li>{{ bird }}</li>"}
    assert render(source, others, birds=["wren", "owl"]) == "<li>wren</li><li>owl</li>"


def test_a_template_makes_the_path_of_a_route(perch, render):
    routes = perch.Routes()
    routes.add("/birds/{name}/{id:int}", lambda request: "", name="bird")
    request = SimpleNamespace(url=routes.url)
    source = '{% url bird name="a&b" id=bird.count %}'
    assert render(source, request=request, bird=BIRD) == "/birds/a%26b/0"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "\n{{ brid }}",
            "page.html:2: brid: there is no 'brid'. Mend the name, or give",
        ),
        ("{{ bird.brid }}", "page.html:1: bird.brid: there is no 'brid'. Mend"),
        ("{{ bird.place.size }}", "page.html:1: bird.place.size: there is no 'size'."),
        ("{% url bird %}", "page.html:1: request: there is no 'request'."),
        ("a\n\n{{ bird", "page.html:3: '{{ bird' is not closed"),
        ("{{ bird %}", "page.html:1: '{{ bird %}' is not closed"),
        (
            "\n{% for b in bird.count %}{% endfor %}",
            "page.html:2: bird.count: 'int' object is not iterable",
        ),
        (
            '\n{% include "none.html" %}',
            "page.html:2: none.html cannot be included: it must be in ",
        ),
        ("{% if bird", "page.html:1: '{% if bird' is not closed"),
        (
            "\n{% if bird %}\n",
            "page.html:2: {% if bird %} is not closed: add {% endif %}",
        ),
        (
            "{% if bird %}{% else %}",
            "page.html:1: {% if bird %} is not closed: add {% endif %}",
        ),
        (
            "{% for b in birds %}{% endif %}",
            "page.html:1: {% endif %} is no tag, or closes nothing: there are extends,",
        ),
        (
            "{% block a %}",
            "page.html:1: {% block a %} is not closed: add {% endblock %}",
        ),
        ("{% loop %}", "page.html:1: {% loop %} is no tag, or closes nothing"),
        ("{% for bird %}", "page.html:1: {% for bird %} is no tag"),
        (
            "{{ bird.fly() }}",
            "page.html:1: 'bird.fly()' is no expression: write a name,",
        ),
        ("{{ bird.__class__ }}", "page.html:1: 'bird.__class__' is no expression"),
        ("{{ }}", "page.html:1: '' is no expression"),
        ("{% if a|b %}{% endif %}", "page.html:1: 'a|b' is no expression"),
        ('{% extends "none.html" %}', "none.html: no such template in "),
        ('{% extends "page.html" %}', "page.html: page.html extends itself in the"),
        (
            "{% block a %}{% endblock %}\n{% block a %}{% endblock %}",
            "page.html:2: a second block a: rename one",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(perch, render, source, message):
    with pytest.raises(perch.TemplateError) as caught:
        render(source, bird=BIRD)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("{% url brids %}", "page.html:2: no route is named 'brids'; there are bird"),
        ("{% url bird %}", "page.html:2: /birds/{id:int} takes id, not none"),
        ('{% url bird id="a" %}', "page.html:2: {id:int} cannot be 'a'"),
    ],
)
def test_an_address_that_cannot_be_made_is_named_with_its_place(
    perch, render, tag, message
):
    routes = perch.Routes()
    routes.add("/birds/{id:int}", lambda request, id: "", name="bird")
    with pytest.raises(perch.TemplateError) as caught:
        render(f"\n{tag}", request=SimpleNamespace(url=routes.url))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "included",
    ['{% extends "base.html" %}', "{% block a %}{% endblock %}"],
)
def test_what_is_included_is_a_part_and_no_page(perch, render, included):
    others = {"base.html": "", "part.html": included}
    message = (
        "page.html:2: part.html cannot be included: it must be in .*, "
        "extend nothing and have no blocks"
    )
    with pytest.raises(perch.TemplateError, match=message):
        render('\n{% if no %}{% include "part.html" %}{% endif %}', others, no=False)


def test_a_folder_without_templates_is_a_mistake(perch, tmp_path):
    with pytest.raises(perch.TemplateError, match="/none: there are no templates"):
        perch.Templates(tmp_path / "none")


def test_a_fault_inside_of_a_property_is_not_hidden(perch, render):
    class Bird:
        @property
        def name(self):
            return self.wings

    with pytest.raises(perch.TemplateError, match="there is no 'name'") as caught:
        render("{{ bird.name }}", bird=Bird())
    assert "has no attribute 'wings'" in str(caught.value.__cause__)

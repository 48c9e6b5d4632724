"""The small programs, where the recorded sessions do not go."""

import pytest


def test_an_empty_species_is_refused_and_what_was_typed_is_escaped(steps):
    client = steps.by_hand.app.test_client()
    answer = client.post("/new", data={"species": " ", "count": '"><script>'})
    assert answer.status_code == 422
    assert "Write 1 to 80 characters." in answer.text
    assert 'value="&#34;&gt;&lt;script&gt;" aria-invalid="true"' in answer.text


def test_the_declared_form_takes_what_is_right(steps):
    app = steps.with_wtforms.app
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answer = client.post("/new", data={"species": "Wren", "count": "2"})
    assert answer.status_code == 303
    assert client.get("/sightings").json == {"sightings": ["2 Wren"]}


def test_the_declared_form_has_attributes_that_browsers_check(steps):
    page = steps.with_wtforms.app.test_client().get("/new").text
    for attribute in ("required", 'min="1"', 'max="9999"', 'maxlength="80"'):
        assert attribute in page


def test_nobody_may_delete(steps):
    app = steps.unprotected.app
    app.config["SECRET_KEY"] = "only for this test"
    assert app.test_client().post("/delete").status_code == 403
    assert "csrf_token" not in app.test_client().get("/").text


def test_the_form_of_the_login_is_a_page_too(steps):
    app = steps.logins.app
    app.config["SECRET_KEY"] = "only for this test"
    assert 'action="/login"' in app.test_client().get("/login").text


def test_both_parts_of_the_site_answer(steps):
    client = steps.blueprints.app.test_client()
    assert client.get("/sightings").text == "a page"
    assert client.get("/v0/sightings").json == {"items": []}


def test_the_browser_says_which_form_is_missing(steps):
    page = steps.browser.Page("<form><input name=a></form><form><button>Go</button>")
    assert steps.browser.chosen(page, {"a": "1"}, "")["fields"] == {"a": ""}
    assert steps.browser.chosen(page, {}, "Go")["button"] == "Go"
    with pytest.raises(SystemExit, match="no form on this page has b"):
        steps.browser.chosen(page, {"b": "1"}, "")


@pytest.mark.parametrize("path", ["/def", "/async"])
def test_a_wait_is_a_wait(steps, path):
    assert steps.sleepers.app.test_client().get(path).text == "done\n"


@pytest.mark.parametrize("target", ["/sightings/7", "/", "/a?next=//evil.example"])
def test_a_path_of_the_site_is_let_through(steps, target):
    assert steps.next_checks.CHECKS["ours"](target)
    assert steps.next_checks.goes_to(target) == "notes.example"


@pytest.mark.parametrize(
    "target",
    ["", "sightings", "//e", "///e", "/\\e", "/\t/e", "/a b", "/a\n", "https:e"],
)
def test_everything_else_is_not(steps, target):
    assert not steps.next_checks.CHECKS["ours"](target)

"""Perch: patterns, routes, and the mistakes that are refused at the start."""

import inspect

import pytest

from harness.rooms import importable


@pytest.fixture(scope="module")
def perch(room):
    with importable(room) as programs:
        yield programs.perch


@pytest.fixture
def routes(perch):
    return perch.Routes()


def answer(request, **parameters): ...


def line():
    """Return file and line of the caller, as messages have it."""
    frame = inspect.currentframe().f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


@pytest.mark.parametrize(
    ("pattern", "path", "parameters"),
    [
        ("/", "/", {}),
        ("/birds", "/birds", {}),
        ("/birds", "/birds/", None),
        ("/birds", "/Birds", None),
        ("/a.b", "/axb", None),
        ("/birds/{name}", "/birds/wren", {"name": "wren"}),
        ("/birds/{name}", "/birds/a\nb", {"name": "a\nb"}),
        ("/birds/{name}", "/birds/a/b", None),
        ("/birds/{name}", "/birds/", None),
        ("/birds/{name}", "/birds/\ufffd", None),
        ("/birds/{id:int}", "/birds/7", {"id": 7}),
        ("/birds/{id:int}", "/birds/0", {"id": 0}),
        ("/birds/{id:int}", "/birds/007", None),
        ("/birds/{id:int}", "/birds/00", None),
        ("/birds/{id:int}", "/birds/-7", None),
        ("/birds/{id:int}", "/birds/٣", None),
        ("/birds/{id:int}", "/birds/" + "9" * 18, {"id": 10**18 - 1}),
        ("/birds/{id:int}", "/birds/" + "9" * 19, None),
        ("/places/{path:path}", "/places/uk/wales", {"path": "uk/wales"}),
        ("/places/{path:path}", "/places/a\nb/c", {"path": "a\nb/c"}),
        ("/places/{path:path}", "/places/uk/\ufffd", None),
        ("/places/{path:path}", "/places/../../secret", {"path": "../../secret"}),
        ("/places/{path:path}", "/places/", None),
        ("/{id:int}/edit", "/0/edit", {"id": 0}),
        ("/{id:int}/edit", "/10/edit", {"id": 10}),
        ("/{id:int}/edit", "/0", None),
        ("/{year:int}/{bird}", "/2026/wren", {"year": 2026, "bird": "wren"}),
    ],
)
def test_a_pattern_matches(perch, routes, pattern, path, parameters):
    routes.add(pattern, answer)
    if parameters is None:
        with pytest.raises(perch.HTTPError, match="404 Not Found: There is nothing"):
            routes.match("GET", path)
    else:
        assert routes.match("GET", path)[1] == parameters


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("birds", "'birds' does not begin with a slash: write '/birds'"),
        ("/{id", "'{id' is no parameter: write {name} or {name:kind}"),
        ("/x{id}", "'x{id}' is no parameter: write {name} or {name:kind}"),
        ("/{id:float}", "{id:float} has an unknown kind: use one of int, str, path"),
        (
            "/{a:path}/{b}",
            "/{a:path}/{b}: a path takes all that follows, so put it last",
        ),
        ("/{a}/{a:int}", "/{a}/{a:int} has two parameters of one name: rename one"),
        ("/{request}", "{request}: every handler has request already: rename it"),
        ("/{self:int}", "{self:int}: every handler has self already: rename it"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused(perch, routes, pattern, message):
    with pytest.raises(perch.RouteError) as caught:
        routes.add(pattern, answer)
    assert str(caught.value) == f"{__file__}:{caught.tb.tb_lineno}: {message}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/birds", "/birds"),
        ("/birds/{id:int}", "/birds/{number:int}"),
        ("/birds/{name}", "/birds/new"),
        ("/birds/{name}", "/birds/{id:int}"),
        ("/birds/{id:int}", "/birds/7"),
        ("/{path:path}", "/birds/{name}/edit"),
        ("/birds/{path:path}", "/birds/{rest:path}"),
    ],
)
def test_a_route_that_could_never_answer_is_refused(perch, routes, first, second):
    routes.add(first, answer), (place := line())
    with pytest.raises(perch.RouteError) as caught:
        routes.add(second, answer)
    assert str(caught.value) == (
        f"{__file__}:{caught.tb.tb_lineno}: {second} would never answer GET, because "
        f"{first}, at {place}, comes first and matches all of it. "
        "Remove one of them, or put the narrower one first."
    )


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [
        ("/birds/new", "/birds/{name}", "/birds/wren"),
        ("/birds/{id:int}", "/birds/new", "/birds/new"),
        ("/birds/{id:int}", "/birds/007", "/birds/007"),
        ("/birds/{id:int}", "/birds/{name}", "/birds/wren"),
        ("/birds/{name}", "/birds/{path:path}", "/birds/a/b"),
        ("/birds/{name}", "/birds/{name}/edit", "/birds/wren/edit"),
        ("/birds/{path:path}", "/trees/{path:path}", "/trees/a/b"),
        ("/birds/{path:path}", "/birds", "/birds"),
        ("/{name}/edit", "/birds/{name}", "/birds/wren"),
    ],
)
def test_a_route_that_can_answer_is_taken(routes, first, second, path):
    routes.add(first, answer)
    routes.add(second, answer)
    assert str(routes.match("GET", path)[0].pattern) == second


def test_two_slashes_in_a_row_hide_a_dead_route(routes):
    """The exception that the page names: five routes leave nothing to a sixth."""
    others = ["/{a}", "/{a}/", "/{a}/{rest:path}", "//", "//{rest:path}"]
    for pattern in [*others, "/{path:path}"]:
        routes.add(pattern, answer)
    for path in ["/a", "/a/", "/a/b", "/a//", "//", "//b", "///"]:
        assert str(routes.match("GET", path)[0].pattern) in others


def test_the_same_path_may_have_another_method(perch, routes):
    routes.add("/birds", answer)
    routes.add("/birds", answer, "POST", "PUT")
    assert "GET" in routes.match("HEAD", "/birds")[0].methods
    assert "POST" in routes.match("PUT", "/birds")[0].methods
    for method in ("DELETE", "get", "BREW"):
        with pytest.raises(perch.HTTPError) as caught:
            routes.match(method, "/birds")
        assert caught.value.status == 405
        assert caught.value.headers == {"Allow": "GET, HEAD, POST, PUT"}


def test_a_decorator_says_its_own_place(perch, routes):
    decorate, place = routes.route("birds"), line()
    with pytest.raises(perch.RouteError) as caught:
        decorate(answer)
    assert str(caught.value).startswith(f"{place}: 'birds' does not begin")


@pytest.mark.parametrize("methods", [("get",), ("GET", "BREW")])
def test_an_unknown_method_is_refused(perch, routes, methods):
    with pytest.raises(perch.RouteError) as caught:
        routes.add("/birds", answer, *methods)
    assert f": /birds has {methods}: use some of GET, POST, PUT" in str(caught.value)


def test_a_class_without_methods_is_refused(perch, routes):
    with pytest.raises(
        perch.RouteError, match="/birds has no methods: use some of GET"
    ):
        routes.add("/birds", perch.View)


def test_a_class_that_is_no_view_is_refused(perch, routes):
    with pytest.raises(perch.RouteError) as caught:
        routes.add("/birds", dict)
    assert str(caught.value) == (
        f"{__file__}:{caught.tb.tb_lineno}: /birds: a class must be a View, and names "
        "its methods itself"
    )


def test_methods_with_a_class_are_refused_and_not_dropped(perch, routes):
    class Birds(perch.View):
        def get(self): ...

    with pytest.raises(perch.RouteError, match="/birds: a class must be a View, and"):
        routes.add("/birds", Birds, "POST")
    routes.add("/birds", Birds)
    assert routes.match("GET", "/birds")[0].methods == {"GET", "HEAD"}

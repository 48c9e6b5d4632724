"""Perch as it is in week 3: requests, answers, errors, without a socket."""

import doctest

import pytest

from harness.rooms import importable


@pytest.fixture(scope="module")
def perch(room):
    with importable(room) as programs:
        yield programs.perch


@pytest.fixture
def routes(perch):
    """Routes whose handlers show what they were given."""
    routes = perch.Routes()

    @routes.route("/echo")
    def echo(request):
        found = ", ".join(f"{name}={request.query.all(name)}" for name in request.query)
        return f"{len(request.query)} fields: {found}"

    @routes.route("/birds/{name}")
    class Bird(perch.View):
        def get(self, name):
            return f"{name}, for {self.request.header('User-Agent', 'nobody')}"

        def post(self, name):
            return perch.redirect(f"/birds/{name}")

    return routes


@pytest.fixture
def client(perch, routes):
    from perch.testing import Client

    return Client(perch.App(routes))


def test_a_text_is_sent_as_text_whose_type_is_not_guessed(client):
    answer = client.get("/echo?a=1&b=2&a=<b>")
    assert answer.status == 200
    assert answer.text == "2 fields: a=['1', '<b>'], b=['2']"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_class_answers_method_by_method(client):
    assert client.get("/birds/wren").text == "wren, for nobody"
    assert client.get("/birds/wren", User_Agent="curl").text == "wren, for curl"
    answer = client.post("/birds/wren", {"count": "2"})
    assert (answer.status, answer.body) == (303, b"")
    assert answer.headers["Location"] == "/birds/wren"
    assert client.send("PUT", "/birds/wren").headers["Allow"] == "GET, HEAD, POST"


def test_head_is_get_without_the_body(client):
    head, got = client.send("HEAD", "/birds/wren"), client.get("/birds/wren")
    assert head.body == b""
    assert head.status == got.status
    assert head.headers.items() == got.headers.items()


def test_what_is_not_there_is_said_plainly(client):
    answer = client.get("/nothing")
    assert (answer.status, answer.text) == (
        404,
        "404 Not Found\nThere is nothing at this address.\n",
    )
    for method in ("TRACE", "OPTIONS"):
        assert client.send(method, "/echo").status == 405


def test_an_encoded_slash_is_a_slash(client):
    assert client.get("/birds/wren%2Fheron").status == 404


def test_a_path_of_bytes_that_are_no_text_is_no_path(client):
    assert client.get("/birds%FF/wren").status == 404
    assert client.get("/birds/%FF%FE").status == 404
    assert client.get("/birds/m%C3%A4use").text == "mäuse, for nobody"


@pytest.mark.parametrize("query", ["a=%FF", "a=\xff", "a=1&" * 1001])
def test_a_query_that_cannot_be_read_is_refused(client, query):
    answer = client.get(f"/echo?{query}")
    assert (answer.status, answer.text) == (
        400,
        "400 Bad Request\nThe fields cannot be read.\n",
    )


def test_a_fault_is_in_the_log_and_not_on_the_page(routes, client, caplog):
    def fails(request):
        raise ZeroDivisionError("the inside of the program")

    routes.add("/fails", fails)
    answer = client.get("/fails")
    assert (answer.status, answer.text) == (
        500,
        "500 Internal Server Error\nThe fault is ours.\n",
    )
    assert "GET '/fails' failed" in caplog.text
    assert "ZeroDivisionError: the inside of the program" in caplog.text


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: b", "a\0", "ä"])
def test_a_header_cannot_be_two(perch, routes, client, caplog, value):
    def away(request):
        return perch.Response(status=303, headers={"Location": value})

    routes.add("/away", away)
    assert client.get("/away").status == 500
    assert f"ValueError: the header Location cannot be {value!r}" in caplog.text


@pytest.mark.parametrize(
    ("location", "sent"),
    [
        ("/places/mäuse", "/places/m%C3%A4use"),
        ("/places/m%C3%A4use", "/places/m%C3%A4use"),
        ("/birds?bird=wren&day=2026-05-03#all", "/birds?bird=wren&day=2026-05-03#all"),
        ("/a b\t\0", "/a%20b%09%00"),
        ("/\t/evil.example", "/%09/evil.example"),
    ],
)
def test_a_redirect_leads_to_a_path(perch, routes, client, location, sent):
    routes.add("/away", lambda request: perch.redirect(location))
    answer = client.get("/away")
    assert (answer.status, answer.headers["Location"]) == (303, sent)


@pytest.mark.parametrize(
    "location",
    [
        "",
        "places",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "\t//evil.example",
    ],
)
def test_a_redirect_does_not_lead_to_another_site(perch, location):
    with pytest.raises(ValueError, match="redirect to a path, which begins with one /"):
        perch.redirect(location)


def test_a_redirect_with_a_line_break_is_refused_at_the_start(perch):
    answer = perch.redirect("/\r\nSet-Cookie:a=b")
    with pytest.raises(ValueError, match="the header Location cannot be"):
        answer.start()


def test_an_answer_is_plain_text_unless_it_says_otherwise(perch):
    kinds = [perch.Response("<b>"), perch.Response("<b>", content_type="text/html")]
    assert [each.headers["Content-Type"] for each in kinds] == [
        "text/plain; charset=utf-8",
        "text/html",
    ]


@pytest.mark.parametrize("status", [204, 304])
def test_a_body_is_not_sent_where_none_may_be(perch, routes, client, status):
    routes.add("/empty", lambda request: perch.Response("a body", status))
    answer = client.get("/empty")
    assert (answer.status, answer.body) == (status, b"")
    assert "Content-Length" not in answer.headers


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_has_no_type_and_length(perch, routes, client, status):
    routes.add("/empty", lambda request: perch.Response(status=status))
    headers = client.get("/empty").headers
    assert "Content-Type" not in headers
    assert "Content-Length" not in headers


def test_what_the_validator_does_not_see(perch):
    """The page says of which rules wsgiref.validate knows nothing, and of which it does."""
    from perch.testing import Client

    def client(status, *headers):
        def app(environ, start_response):
            start_response(status, list(headers))
            return [b"a body"]

        return Client(app)

    wrong = client("200 OK", ("Content-Type", "text/plain"), ("Content-Length", "1"))
    assert wrong.get("/").body == b"a body"
    assert client("204 No Content").get("/").body == b"a body"
    with pytest.raises(AssertionError, match="Content-Type header found in a 204"):
        client("204 No Content", ("Content-Type", "text/plain")).get("/")


def test_an_error_may_have_headers(perch, routes, client):
    def busy(request):
        raise perch.HTTPError(503, "Try again.", {"Retry-After": "5"})

    routes.add("/busy", busy)
    answer = client.get("/busy")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


def test_the_examples_in_docstrings_hold(perch):
    assert doctest.testmod(perch.fields) == doctest.TestResults(failed=0, attempted=2)

"""The server of this week: what PEP 3333 and HTTP ask of it, one rule a test."""

import io
import re
import socket
import sys
import threading
import time
from wsgiref.validate import validator

import pytest

ASK = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture
def answered(steps):
    """Return a function that gives an application a request, and returns what the client gets."""

    def exchange(application, request=ASK, hang_up=True):
        client, server = socket.socketpair()
        with client:
            client.sendall(request)
            if hang_up:
                client.shutdown(socket.SHUT_WR)
            steps.serve_wsgi.answer(server, application, "127.0.0.1", 8000)
            reply = b""
            while piece := client.recv(65536):
                reply += piece
        head, _, body = reply.partition(b"\r\n\r\n")
        return head.decode("latin-1"), body

    return exchange


def responding(*pieces, status="200 OK", headers=(("Content-Type", "text/plain"),)):
    """Return an application that answers with these pieces."""

    def application(environ, start_response):
        start_response(status, list(headers))
        return list(pieces)

    return application


def test_the_validator_of_the_standard_library_agrees(answered):
    head, body = answered(validator(responding(b"grey", b" heron")))
    assert head.startswith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: ")
    assert head.endswith("\r\nConnection: close")
    assert body == b"grey heron"


def test_an_answer_without_a_body_has_a_head(answered):
    assert answered(responding(status="204 No Content", headers=()))[0].startswith(
        "HTTP/1.1 204"
    )


def test_head_gets_the_head_alone(answered):
    head, body = answered(responding(b"grey heron"), ASK.replace(b"GET", b"HEAD"))
    assert "200 OK" in head
    assert body == b""


def test_a_client_that_asks_nothing_gets_nothing(answered):
    assert answered(responding(b"grey heron"), b"") == ("", b"")


def test_a_silent_client_is_left_after_a_while(answered, steps, monkeypatch, capsys):
    monkeypatch.setattr(steps.serve_wsgi, "PATIENCE", 0.05)
    assert answered(responding(b"grey heron"), b"GET / HT", hang_up=False) == ("", b"")
    assert "client lost: timed out" in capsys.readouterr().err


def test_a_request_that_is_refused_never_reaches_the_application(answered):
    head, _ = answered(pytest.fail, b"GET / HTTP/1.1\r\n\r\n")
    assert head.startswith("HTTP/1.1 400 Bad Request\r\n")


def test_an_application_that_fails_is_a_500_and_in_the_log(answered, capsys):
    def application(environ, start_response):
        raise KeyError("heron")

    assert answered(application)[0].startswith("HTTP/1.1 500 Internal Server Error\r\n")
    assert "KeyError: 'heron'" in capsys.readouterr().err


def test_a_file_that_the_application_misses_is_no_lost_client(answered, capsys):
    def application(environ, start_response):
        raise FileNotFoundError("herons.txt")

    assert answered(application)[0].startswith("HTTP/1.1 500")
    assert "FileNotFoundError: herons.txt" in capsys.readouterr().err


def test_a_client_that_goes_before_the_answer_is_lost(steps, capsys):
    client, server = socket.socketpair()

    def application(environ, start_response):
        client.close()
        start_response("200 OK", [])
        return [b"grey heron"]

    client.sendall(ASK)
    steps.serve_wsgi.answer(server, application, "127.0.0.1", 8000)
    assert "client lost: " in capsys.readouterr().err


def test_a_slow_reader_has_the_patience_anew_for_each_part(steps, monkeypatch):
    monkeypatch.setattr(steps.serve_wsgi, "PATIENCE", 0.5)
    client, server = socket.socketpair()
    read = []

    def slowly():
        while piece := client.recv(1024 * 1024):
            read.append(len(piece))
            time.sleep(0.02)

    reader = threading.Thread(target=slowly)
    with client:
        client.sendall(ASK)
        client.shutdown(socket.SHUT_WR)
        reader.start()
        application = responding(b"x" * 20_000_000)
        steps.serve_wsgi.answer(server, application, "127.0.0.1", 8000)
        reader.join()
    assert sum(read) > 20_000_000


def test_a_date_of_the_application_is_not_doubled(answered):
    head, _ = answered(responding(headers=[("Date", "Mon, 01 Jun 2026 00:00:00 GMT")]))
    assert head.count("Date: ") == 1
    assert "01 Jun 2026" in head


def test_an_application_that_fails_late_cannot_take_back_what_was_sent(
    answered, capsys
):
    def application(environ, start_response):
        start_response("200 OK", [])
        yield b"grey "
        raise KeyError("heron")

    head, body = answered(application)
    assert head.startswith("HTTP/1.1 200 OK")
    assert body == b"grey "
    assert "KeyError" in capsys.readouterr().err


def test_an_error_page_replaces_a_head_that_has_not_been_sent(answered):
    def application(environ, start_response):
        start_response("200 OK", [])
        try:
            raise KeyError("heron")
        except KeyError:
            start_response("503 Service Unavailable", [], sys.exc_info())
        return [b"no herons today"]

    assert answered(application)[0].startswith("HTTP/1.1 503")


def test_an_error_page_after_the_head_raises_the_error_again(answered, capsys):
    def application(environ, start_response):
        start_response("200 OK", [])
        yield b"grey "
        try:
            raise KeyError("heron")
        except KeyError:
            start_response("503 Service Unavailable", [], sys.exc_info())

    assert answered(application)[0].startswith("HTTP/1.1 200 OK")
    assert "KeyError: 'heron'" in capsys.readouterr().err


def test_start_response_twice_without_a_reason_is_an_error(answered, capsys):
    def application(environ, start_response):
        start_response("200 OK", [])
        start_response("200 OK", [])

    assert answered(application)[0].startswith("HTTP/1.1 500")
    assert "start_response was called twice" in capsys.readouterr().err


def test_a_line_break_in_a_header_is_an_error(answered, capsys):
    headers = [("Location", "/herons\r\nSet-Cookie: session=stolen")]
    head, _ = answered(responding(b"", status="303 See Other", headers=headers))
    assert head.startswith("HTTP/1.1 500")
    assert "Set-Cookie" not in head
    assert "would become two headers" in capsys.readouterr().err


def test_the_result_is_closed_although_a_piece_could_not_be_made(answered, capsys):
    class Pieces:
        closed = 0

        def __iter__(self):
            raise KeyError("heron")

        def close(self):
            self.closed += 1

    pieces = Pieces()

    def application(environ, start_response):
        start_response("200 OK", [])
        return pieces

    answered(application)
    assert pieces.closed == 1
    assert "KeyError" in capsys.readouterr().err


@pytest.fixture
def environ(steps):
    """Return a function from a target and headers to environ."""

    def environ(target, *headers, body=b""):
        request = steps.http_request.Request(
            "POST", target, "HTTP/1.1", list(headers), body
        )
        return steps.serve_wsgi.environ_for(
            request, "127.0.0.1", 8000, multithread=False
        )

    return environ


def test_environ_has_path_and_query(environ):
    made = environ("/m%C3%A4usebussard?count=%31")
    assert made["PATH_INFO"].encode("latin-1").decode() == "/mäusebussard"
    assert made["QUERY_STRING"] == "count=%31"


def test_a_byte_that_came_as_it_is_stays_one_character(environ):
    assert environ("/m\xc3\xa4use")["PATH_INFO"] == "/m\xc3\xa4use"


def test_environ_has_headers_and_body(environ):
    made = environ(
        "/",
        ("Content-Type", "text/plain"),
        ("Accept", "text/html"),
        ("Accept", "text/plain"),
        body=b"heron",
    )
    assert made["CONTENT_TYPE"] == "text/plain"
    assert made["HTTP_ACCEPT"] == "text/html,text/plain"
    assert made["wsgi.input"].read() == b"heron"


def test_a_header_with_an_underscore_cannot_pose_as_another(environ):
    assert environ("/", ("X_User", "eve"), ("X-User", "ada"))["HTTP_X_USER"] == "ada"


@pytest.mark.parametrize("name", ["http_request.py", "serve_wsgi.py"])
def test_the_page_shows_the_whole_program(room, name):
    lines = (room / "steps" / name).read_text().splitlines()
    page = (room.parents[1] / "docs" / "weeks" / f"{room.name}.rst").read_text()
    inside, shown = None, 0
    for line in lines:
        if marker := re.fullmatch(r"# (part|end): (\w+)", line):
            inside = marker[2] if marker[1] == "part" else None
            if inside:
                assert f".. example:: steps/{name}\n   :part: {inside}\n" in page
        else:
            assert inside or not line.strip(), f"no part holds {line!r}"
            shown += bool(line.strip())
    assert shown > 80


def test_the_server_has_fewer_lines_than_the_text_says(room):
    files = [room / "steps" / name for name in ("http_request.py", "serve_wsgi.py")]
    lines = [line for file in files for line in file.read_text().splitlines()]
    assert len([line for line in lines if not re.match("# (part|end): ", line)]) < 300


def test_the_trace_prints_stations_and_nothing_else(steps, capsys):
    trace = steps.trace_wsgiref

    def application():
        trace.watch(sys._getframe(), "call", None)
        somewhere_else()
        trace.watch(sys._getframe(), "return", None)

    def somewhere_else():
        trace.watch(sys._getframe(), "call", None)

    trace.STATIONS = {application.__qualname__}
    application()
    application()
    line = f"{application.__qualname__}  ({__name__})\n"
    assert capsys.readouterr().out == 2 * line


def test_a_server_that_does_not_come_up_is_not_waited_for_for_ever(steps, free_port):
    with pytest.raises(ConnectionRefusedError):
        steps.servers.wait_until_it_listens(free_port(), seconds=0.1)


def test_a_port_that_is_taken_is_an_error(steps):
    with socket.create_server(("127.0.0.1", 0)) as old:
        new = steps.servers.running(
            "wsgiref", "hello:application", old.getsockname()[1]
        )
        with pytest.raises(OSError, match="in use"):
            new.__enter__()


def test_layers_close_what_they_wrap(steps):
    class Pieces(list):
        closed = 0

        def close(self):
            self.closed += 1

    pieces, log = Pieces([b"grey heron"]), io.StringIO()
    timed = steps.timed.timed(lambda environ, start_response: pieces)
    result = timed({"PATH_INFO": "/herons", "wsgi.errors": log}, None)
    assert list(result) == [b"grey heron"]
    result.close()
    assert pieces.closed == 1
    assert re.fullmatch(r"'/herons' took 0\.\d\d s\n", log.getvalue())

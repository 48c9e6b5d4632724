# part: environ
"""A WSGI server, one request at a time: python serve_wsgi.py MODULE:APPLICATION PORT"""

import contextlib
import email.utils
import importlib
import io
import socket
import sys
import traceback
from urllib.parse import unquote

from http_request import Refused, Request, read_request

PATIENCE = 5  # seconds that a client may be silent


class ClientLost(Exception):
    """The client is gone, or was silent for too long: nobody is left to tell."""


def environ_for(request: Request, host: str, port: int, multithread: bool) -> dict:
    """Return the request as PEP 3333 wants it: strings, and a few objects."""
    path, _, query = request.target.partition("?")
    environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path, "latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": request.version,
        "SERVER_SOFTWARE": "week02",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": multithread,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers:
        if "_" in name:
            continue  # X_User would become HTTP_X_USER, and pose as X-User
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


# end: environ
# part: exchange
class Exchange:
    """One call of the application, and what it wants sent."""

    def __init__(self, send):
        self.send = send
        self.head = None  # (status, headers), once start_response has been called
        self.head_sent = False
        self.bodiless = False  # the answer to HEAD is a head

    def run(self, application, environ):
        """Call the application, send what it returns, and close that."""
        self.bodiless = environ["REQUEST_METHOD"] == "HEAD"
        result = application(environ, self.start_response)
        try:
            for piece in result:
                if piece:  # the head waits for the first bytes of the body
                    self.write(piece)
            if not self.head_sent:
                self.send_head()
        finally:
            if hasattr(result, "close"):
                result.close()

    def start_response(self, status, headers, exc_info=None):
        if exc_info and self.head_sent:
            try:
                raise exc_info[1]  # too late for an error page
            finally:
                exc_info = None  # it refers to this frame, and this frame to it
        if self.head and not exc_info:
            raise RuntimeError("start_response was called twice")
        self.head = status, headers
        return self.write

    def write(self, piece: bytes):
        if not isinstance(piece, bytes):
            raise TypeError(
                f"a piece of the body must be bytes, not {type(piece).__name__}"
            )
        if not self.head_sent:
            self.send_head()
        if not self.bodiless:
            self.send(piece)

    def send_head(self):
        if self.head is None:
            raise RuntimeError("the application did not call start_response")
        status, headers = self.head
        if not any(name.lower() == "date" for name, _ in headers):
            headers = [*headers, ("Date", email.utils.formatdate(usegmt=True))]
        headers = [*headers, ("Connection", "close")]  # its end is the end of the body
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        if any(set(line) & set("\r\n\0") for line in lines):
            raise RuntimeError(
                "a header with a line break in it would become two headers"
            )
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1"))
        self.head_sent = True


# end: exchange
# part: connection
def answer(connection, application, host, port, multithread=False):
    """Read a request from the connection, let the application answer it, and close."""
    with connection, connection.makefile("rb") as stream:
        connection.settimeout(PATIENCE)
        exchange = Exchange(lambda data: send_all(connection, data))
        try:
            request = receive(stream)
            if request:
                environ = environ_for(request, host, port, multithread)
                exchange.run(application, environ)
        except Refused as refusal:
            refuse(exchange, str(refusal))
        except ClientLost as lost:
            print("client lost:", lost, file=sys.stderr)
        except Exception:
            traceback.print_exc()
            refuse(exchange, "500 Internal Server Error")
        hang_up(connection)


def receive(stream):
    """Read a request; a fault of the connection is no fault of the application."""
    try:
        return read_request(stream)
    except OSError as error:
        raise ClientLost(error) from error


def send_all(connection, data):
    """Send the data part by part: the client has all of our patience for each."""
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[connection.send(rest) :]
    except OSError as error:
        raise ClientLost(error) from error


def refuse(exchange, status):
    """Answer with a status and no more, unless an answer is already on its way."""
    if not exchange.head_sent:
        exchange.head = status, [("Content-Length", "0")]
        with contextlib.suppress(ClientLost):
            exchange.send_head()


def hang_up(connection):
    """Say that no more will come, then wait for the client's last bytes before closing.

    A close with bytes unread resets the connection and may destroy a reply that the
    client has not read yet: RFC 9112, section 9.6.
    """
    unread = 0
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(1)
        while unread < 64 * 1024 * 1024 and (piece := connection.recv(65536)):
            unread += len(piece)


# end: connection
# part: serving
def load(name):
    """Return the object that MODULE:NAME names, looking in the current folder first."""
    sys.path.insert(0, "")
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def serve(application, port, answer=answer):
    with socket.create_server(("127.0.0.1", port)) as listener:
        print(f"Listening on http://127.0.0.1:{port}")
        while True:
            connection, _ = listener.accept()
            answer(connection, application, "127.0.0.1", port)


if __name__ == "__main__":
    serve(load(sys.argv[1]), int(sys.argv[2]))
# end: serving

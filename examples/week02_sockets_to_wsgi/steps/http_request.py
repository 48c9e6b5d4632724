# part: reading
"""One HTTP/1.1 request, read from a stream of bytes."""

import re
from dataclasses import dataclass
from typing import BinaryIO

MAX_LINE = 8192  # bytes in the request line, or in one header
MAX_HEADERS = 100
MAX_BODY = 1024 * 1024

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
VERSION = re.compile(r"HTTP/1\.[01]")


class Refused(Exception):
    """The request cannot be answered; the text is the status line that says why."""


@dataclass
class Request:
    """What a client asked for."""

    method: str
    target: str
    version: str
    headers: list[tuple[str, str]]
    body: bytes

    def values(self, name: str) -> list[str]:
        """Return the values of every header of that name, whatever its case."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


def read_request(stream: BinaryIO) -> Request | None:
    """Read one request, or None when the client has closed without asking."""
    line = read_line(stream, "414 URI Too Long")
    if line is None:
        return None
    method, target, version = parse_request_line(line)
    request = Request(method, target, version, read_headers(stream), b"")
    request.body = read_body(stream, request)
    return request


def read_line(stream: BinaryIO, too_long: str) -> str | None:
    line = stream.readline(MAX_LINE + 1)
    if len(line) > MAX_LINE:
        raise Refused(too_long)
    if not line:
        return None
    if not line.endswith(b"\r\n"):
        raise Refused("400 Bad Request")  # cut off, or ended in an unusual way
    if set(line[:-2]) & set(b"\r\n\0"):
        raise Refused("400 Bad Request")  # a CR alone, or a NUL
    return line[:-2].decode("latin-1")  # every byte is some character: nothing is lost


# end: reading
# part: rules
def parse_request_line(line: str) -> tuple[str, str, str]:
    parts = line.split(" ")
    if len(parts) != 3:
        raise Refused("400 Bad Request")
    method, target, version = parts
    if not TOKEN.fullmatch(method) or not target.startswith("/"):
        raise Refused("400 Bad Request")
    if not VERSION.fullmatch(version):
        raise Refused("505 HTTP Version Not Supported")
    return method, target, version


def read_headers(stream: BinaryIO) -> list[tuple[str, str]]:
    headers = []
    while line := read_line(stream, "431 Request Header Fields Too Large"):
        name, colon, value = line.partition(":")
        if not colon or not TOKEN.fullmatch(name):
            raise Refused("400 Bad Request")  # "Name : value" begins an attack
        headers.append((name, value.strip(" \t")))
        if len(headers) > MAX_HEADERS:
            raise Refused("431 Request Header Fields Too Large")
    if line is None:  # the stream ended before the empty line
        raise Refused("400 Bad Request")
    return headers


def read_body(stream: BinaryIO, request: Request) -> bytes:
    if request.values("Transfer-Encoding"):
        raise Refused("501 Not Implemented")  # bodies in chunks are for others
    hosts = len(request.values("Host"))
    if hosts > 1 or (hosts == 0 and request.version == "HTTP/1.1"):
        raise Refused("400 Bad Request")
    lengths = request.values("Content-Length")
    if not lengths:
        return b""
    if len(lengths) > 1 or not re.fullmatch("[0-9]{1,18}", lengths[0]):
        raise Refused("400 Bad Request")
    length = int(lengths[0])
    if length > MAX_BODY:
        raise Refused("413 Content Too Large")
    body = stream.read(length)  # returns less only if the client has gone
    if len(body) < length:
        raise Refused("400 Bad Request")
    return body


# end: rules

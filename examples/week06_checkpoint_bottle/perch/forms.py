"""Fields of a form, in the two ways in which browsers send them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl

from perch.errors import HTTPError

MAX_FIELDS = 1000
"""A form with more fields is refused: each costs memory and time."""

PARAMETER = re.compile(r';\s*([\w-]+)=(?:"([^"]*)"|([^;\s]*))')


class Fields(Mapping[str, str]):
    """Names and their values. A name may come more than once; its first value counts.

    >>> fields = Fields([("bird", "wren"), ("bird", "heron")])
    >>> fields["bird"], fields.all("bird"), fields.get("tree")
    ('wren', ['wren', 'heron'], None)
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        return self._values[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def all(self, name: str) -> list[str]:
        """Return every value that was sent with the name."""
        return self._values.get(name, [])


def media_type(header: str) -> tuple[str, dict[str, str]]:
    """Split ``multipart/form-data; boundary=x`` into its type and its parameters."""
    kind = header.partition(";")[0].strip().lower()
    found = PARAMETER.findall(header)
    return kind, {name.lower(): quoted or plain for name, quoted, plain in found}


def parse_urlencoded(data: bytes) -> list[tuple[str, str]]:
    """Return names and values of ``species=wren&count=2``; raise HTTPError 400."""
    options = {"keep_blank_values": True, "max_num_fields": MAX_FIELDS}
    try:
        return parse_qsl(data.decode(), errors="strict", **options)
    except ValueError as error:  # bytes that are no UTF-8, or too many fields
        raise HTTPError(400, "The fields cannot be read.") from error


def parse_multipart(body: bytes, boundary: str) -> list[tuple[str, str]]:
    """Return names and values of a multipart/form-data body (RFC 7578).

    Raises HTTPError 400 if it is none, 415 if a part of it is a file.
    """
    # The first boundary has no line end before it; all others have.
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1"))
    if not boundary or len(parts) > MAX_FIELDS or not parts[-1].startswith(b"--"):
        raise HTTPError(400, "The body is no multipart form.")
    return [_field(part) for part in parts[1:-1]]


def _field(part: bytes) -> tuple[str, str]:
    head, blank, value = part.partition(b"\r\n\r\n")
    try:
        for line in head.decode().split("\r\n"):
            header, _, disposition = line.partition(":")
            if header.lower() == "content-disposition" and blank:
                names = media_type(disposition)[1]
                if "filename" in names:
                    raise HTTPError(415, "This form takes no files.")
                return names["name"], value.decode()
    except (UnicodeDecodeError, KeyError) as error:
        raise HTTPError(400, "A part of the form cannot be read.") from error
    raise HTTPError(400, "A part of the form has no name.")

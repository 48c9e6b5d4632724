"""Forms with parts, as browsers send them where a form says multipart/form-data."""

import re

from perch.errors import HTTPError
from perch.fields import MAX_FIELDS

PARAMETER = re.compile(r';\s*([\w-]+)=(?:"([^"]*)"|([^;\s]*))')


def media_type(header: str) -> tuple[str, dict[str, str]]:
    """Split ``multipart/form-data; boundary=x`` into its type and its parameters."""
    kind = header.partition(";")[0].strip().lower()
    found = PARAMETER.findall(header)
    return kind, {name.lower(): quoted or plain for name, quoted, plain in found}


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

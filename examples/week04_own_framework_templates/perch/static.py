"""Files that are sent as they are: stylesheets, pictures."""

from email.utils import formatdate
from mimetypes import MimeTypes
from pathlib import Path

from perch.errors import HTTPError
from perch.request import Request
from perch.response import Response

# An instance of its own, for `mimetypes.guess_type` also reads what the system lists.
TYPES = MimeTypes()
TYPES.encodings_map.clear()  # look.css.gz is nothing that a browser takes for CSS


class StaticFiles:
    """A handler for ``/static/{path:path}``.

    The folder is listed once, at the start. What a visitor asks for is looked up in
    that list and never joined to the name of a folder, so no ``..`` can lead out of it.
    """

    def __init__(self, folder: Path) -> None:
        self.files = {
            path.relative_to(folder).as_posix(): path
            for path in folder.rglob("*")
            if path.is_file()
        }
        if not self.files:
            raise FileNotFoundError(f"{folder}: there are no files to be served")

    def __call__(self, request: Request, path: str) -> Response:
        """Return the file, or 304 if the client has it; raise HTTPError 404."""
        if path not in self.files:
            raise HTTPError(404, "There is no such file.")
        file = self.files[path]
        stat = file.stat()
        headers = {
            "ETag": f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"',
            "Last-Modified": formatdate(stat.st_mtime, usegmt=True),
            "Cache-Control": "no-cache",  # may be kept, and must be asked for again
        }
        if _is_fresh(request, headers):
            return Response(status=304, headers=headers)
        kind = TYPES.guess_type(path)[0] or "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        return Response(file.read_bytes(), content_type=kind, headers=headers)


def _is_fresh(request: Request, headers: dict[str, str]) -> bool:
    """Tell whether the client's copy is the one that ``headers`` belong to.

    If-None-Match counts before If-Modified-Since (RFC 9110, section 13.2.2). A date
    must be the very one that was sent, which spares us from reading dates.
    """
    if tags := request.header("If-None-Match"):
        known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in known or headers["ETag"] in known
    return request.header("If-Modified-Since") == headers["Last-Modified"]

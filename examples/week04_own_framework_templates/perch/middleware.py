"""Functions that wrap an application's answer to every request."""

from urllib.parse import urlsplit

from perch.app import Handle
from perch.errors import HTTPError
from perch.request import Request
from perch.response import Response

SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing, if the handlers keep to RFC 9110, section 9.2.1."""


def same_origin_only(handle: Handle) -> Handle:
    """Refuse with 403 what pages of other sites make a browser send to this one.

    Such a page can hold a form whose action is an address of ours, and whoever is led
    to send it acts here without knowing: cross-site request forgery, CSRF. With each
    request a browser says where it comes from: in ``Sec-Fetch-Site`` (W3C, "Fetch
    Metadata Request Headers") if the site has HTTPS or is this machine, and in
    ``Origin`` for every POST (Fetch standard, "Origin header"). No script can set
    either of them. A request with neither is not from a browser of this decade, and
    nobody was led into it.

    These are the rules of CrossOriginProtection in Go's net/http, from Go 1.25 on. What
    a GET does is not guarded: it must change nothing.
    """

    def checked(request: Request) -> Response:
        if request.method not in SAFE and not _is_own(request):
            raise HTTPError(403, "This was sent by a page of another site.")
        return handle(request)

    return checked


def _is_own(request: Request) -> bool:
    if site := request.header("Sec-Fetch-Site"):
        return site in ("same-origin", "none")  # "none": the address bar, a bookmark
    if origin := request.header("Origin"):
        try:
            return urlsplit(origin).netloc == request.header("Host")
        except ValueError:  # as for "http://[", which no browser sends
            return False
    return True

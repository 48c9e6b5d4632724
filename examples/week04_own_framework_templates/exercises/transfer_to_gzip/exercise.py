"""Transfer: a layer that sends files of text in fewer bytes."""

from perch import Request, Response
from perch.app import Handle

SMALL = 500
"""Below this many bytes it is not worth the trouble."""


def compressed(handle: Handle) -> Handle:
    """Compress text below /static/ for clients that understand gzip."""
    return handle

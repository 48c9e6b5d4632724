"""Forms: how they are read, and who may have sent them."""

import secrets
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData


def check_charset(request: Request) -> None:
    """Refuse all but UTF-8: the parser of forms would use any codec that Python has."""
    _, options = parse_options_header(request.headers.get("content-type"))
    if options.get(b"charset", b"utf-8").lower() != b"utf-8":
        raise HTTPException(415, "Forms are read as UTF-8.")


def is_from_our_page(request: Request, form: FormData) -> bool:
    """Tell whether the form has the token of this session.

    A browser sends our cookie with a form of another site too; only "SameSite" makes
    it hesitate. That site cannot read our pages, though, so it does not know the token
    that stands in each of our forms and in the session.
    """
    expected, sent = request.session.get("csrf_token"), form.get("csrf_token")
    if expected is None or not isinstance(sent, str):
        return False
    return secrets.compare_digest(sent.encode(), expected.encode())


async def get_form(request: Request) -> AsyncIterator[FormData]:
    check_charset(request)
    async with request.form(max_files=1, max_fields=20) as form:
        if not is_from_our_page(request, form):
            raise HTTPException(403, "This form is not of your session: load it again.")
        yield form


# Name it first among an endpoint's parameters: they are made in that order, and who
# sends a form slowly should not have a database session meanwhile.
FormDep = Annotated[FormData, Depends(get_form)]

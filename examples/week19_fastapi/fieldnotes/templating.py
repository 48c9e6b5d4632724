import secrets
from pathlib import Path

from fastapi import Request
from fastapi.templating import Jinja2Templates
from pydantic import ValidationError

from .fields import message

FOLDER = Path(__file__).parent


def csrf_token(request: Request) -> str:
    """Return the token of this session, which only our own pages can know."""
    return request.session.setdefault("csrf_token", secrets.token_urlsafe(32))


def page_context(request: Request) -> dict:
    if "session" not in request.scope:  # the page of an error outside of the session
        return {}
    return {
        "username": request.session.get("username"),
        "csrf_token": lambda: csrf_token(request),
    }


templates = Jinja2Templates(FOLDER / "templates", context_processors=[page_context])
templates.env.trim_blocks = templates.env.lstrip_blocks = True


def messages(error: ValidationError) -> dict[str, str]:
    """Return a text for each field that Pydantic found wrong."""
    return {str(problem["loc"][0]): message(problem) for problem in error.errors()}

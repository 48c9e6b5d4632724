"""Tokens for programs: `Authorization: Bearer`, as RFC 6750 has it."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from flask import abort, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import delete
from werkzeug.datastructures import WWWAuthenticate

from fieldnotes.database import get_session
from fieldnotes.models import Token, User, now


def digest(token: str) -> str:
    """Return what is kept of a token.

    A thief of the database cannot turn it back. A password needs a slow hash, since its
    guesses are few; of 256 random bits there are too many guesses for any computer, and
    without salt the token can be found by its digest.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def issue(user: User) -> tuple[str, datetime]:
    """Make a token for ``user``; return it and the moment from which it is refused."""
    token = secrets.token_urlsafe(32)
    expires_at = now() + timedelta(seconds=current_app.config["TOKEN_SECONDS"])
    session = get_session()
    expired = delete(Token).where(Token.user_id == user.id, Token.expires_at <= now())
    session.execute(expired)
    session.add(Token(digest=digest(token), user_id=user.id, expires_at=expires_at))
    session.commit()
    return token, expires_at


def unauthorized(description: str) -> None:
    abort(401, description, www_authenticate=WWWAuthenticate("bearer", token=""))


def token_required(view: Callable[..., ResponseReturnValue]) -> Callable:
    """Have a view called with the token's user in ``g.user``, or answer 401."""

    @wraps(view)
    def guarded(**arguments: object) -> ResponseReturnValue:
        sent = request.authorization
        found = None
        if sent is not None and sent.type == "bearer" and sent.token:
            found = get_session().get(Token, digest(sent.token))
        if found is None or found.expires_at <= now():
            unauthorized("A token from POST /api/tokens is needed.")
        g.user = found.user
        return view(**arguments)

    return guarded

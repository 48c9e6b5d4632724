from typing import Annotated

from fastapi import Depends, HTTPException, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from .database import SessionDep
from .fields import Number
from .models import Account, Sighting, Token, now
from .security import digest

MAX_ID = 2**31 - 1  # PostgreSQL's INTEGER ends there

SightingId = Annotated[Number, Path(le=MAX_ID)]


async def check_path(request: Request) -> None:
    """Refuse a line end, which a route's pattern overlooks at the end of a path."""
    if "\n" in request.scope["path"]:
        raise HTTPException(404)


class LoginRequired(Exception):
    """Somebody has to log in first."""


def get_current_user(request: Request, session: SessionDep) -> Account:
    username = request.session.get("username")
    account = session.get(Account, username) if username else None
    if account is None:
        raise LoginRequired
    return account


CurrentUser = Annotated[Account, Depends(get_current_user)]


def get_sighting(sighting_id: SightingId, session: SessionDep) -> Sighting:
    sighting = session.get(Sighting, sighting_id)
    if sighting is None:
        raise HTTPException(404, "There is no such sighting.")
    return sighting


SightingDep = Annotated[Sighting, Depends(get_sighting)]


def check_observer(sighting: Sighting, account: Account) -> Sighting:
    if sighting.observer != account.username:
        raise HTTPException(403, "Only its observer may change a sighting.")
    return sighting


def get_own_sighting(user: CurrentUser, sighting: SightingDep) -> Sighting:
    return check_observer(sighting, user)


OwnSighting = Annotated[Sighting, Depends(get_own_sighting)]

Bearer = Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]


def get_token_user(credentials: Bearer, session: SessionDep) -> Account:
    token = session.get(Token, digest(credentials.credentials))
    if token is None or token.expires_at <= now():
        raise HTTPException(
            401, "The token is unknown or has expired.", {"WWW-Authenticate": "Bearer"}
        )
    return session.get_one(Account, token.username)


TokenUser = Annotated[Account, Depends(get_token_user)]


def get_sighting_of_token(user: TokenUser, sighting: SightingDep) -> Sighting:
    return check_observer(sighting, user)


SightingOfToken = Annotated[Sighting, Depends(get_sighting_of_token)]

"""Tokens, with which programs log in."""

from fastapi import APIRouter, HTTPException

from ..database import SessionDep
from ..json_body import StrictRoute
from ..problems import problems
from ..schemas import Credentials, TokenPublic
from ..security import PasswordHashDep, authenticate, create_token

router = APIRouter(prefix="/api/tokens", tags=["tokens"], route_class=StrictRoute)


@router.post("", status_code=201, responses=problems(400, 401, 413, 422))
def get_token(
    values: Credentials, hasher: PasswordHashDep, session: SessionDep
) -> TokenPublic:
    account = authenticate(session, hasher, values.username, values.password)
    if account is None:
        wrong = "The name or the password is wrong."
        raise HTTPException(401, wrong, {"WWW-Authenticate": "Bearer"})
    token, expires_at = create_token(session, account)
    return TokenPublic(token=token, expires_at=expires_at)

import re
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated

from fastapi import Depends
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Session, col, delete

from .fields import USERNAME
from .models import Account, Token, now
from .settings import settings

# The least that OWASP's Password Storage Cheat Sheet asks: two passes over 19 MiB.
# PasswordHash.recommended() makes three over 64 MiB, and takes four threads for that.
password_hash = PasswordHash([Argon2Hasher(2, memory_cost=19 * 1024, parallelism=1)])
# Nobody's: to verify it takes as long as for an account that exists.
DUMMY_HASH = password_hash.hash(secrets.token_urlsafe())


def get_password_hash() -> Iterator[PasswordHash]:
    yield password_hash


# Each hash takes that memory and a core, so not many may be made at once.
PasswordHashDep = Annotated[
    PasswordHash, Depends(get_password_hash, scope="function", max_concurrency=2)
]


def authenticate(
    session: Session, hasher: PasswordHash, username: str, password: str
) -> Account | None:
    account = None
    if re.fullmatch(USERNAME, username):
        account = session.get(Account, username)
    known_hash = account.password_hash if account else None
    right = hasher.verify(password, known_hash or DUMMY_HASH)
    return account if right and known_hash else None


def digest(token: str) -> str:
    """Return what is kept of a token: enough to know it again, not to use it.

    A fast hash is right here, for nobody can guess a token of 32 random bytes.
    """
    return sha256(token.encode()).hexdigest()


def create_token(session: Session, account: Account) -> tuple[str, datetime]:
    token = secrets.token_urlsafe(32)
    moment = now()
    expires_at = moment + timedelta(seconds=settings.token_lifetime)
    session.exec(delete(Token).where(col(Token.expires_at) <= moment))
    session.add(
        Token(digest=digest(token), username=account.username, expires_at=expires_at)
    )
    session.commit()
    return token, expires_at

"""Log out of every browser: what the session keeps can be taken back by the server."""

import secrets

from flask_login import UserMixin


class User(UserMixin):
    """An account; its attributes would be columns of a table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.session_key = secrets.token_hex(8)

    def get_id(self) -> str:
        """Return what the session keeps of this user."""
        return f"{self.name}:{self.session_key}"


def load_user(users: dict[str, User], user_id: str) -> User | None:
    """Return the user for whom ``user_id`` was made, if it still holds."""
    name, _, key = user_id.rpartition(":")
    user = users.get(name)
    return user if user and user.session_key == key else None


def end_all_sessions(user: User) -> None:
    """Make every session of this user, in whichever browser, a session of nobody."""
    user.session_key = secrets.token_hex(8)

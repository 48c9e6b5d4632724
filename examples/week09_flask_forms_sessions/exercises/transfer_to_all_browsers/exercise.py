"""Log out of every browser: a cookie that was copied must end too."""

from flask_login import UserMixin


class User(UserMixin):
    """An account; its attributes would be columns of a table."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get_id(self) -> str:
        """Return what the session keeps of this user."""
        return self.name


def load_user(users: dict[str, User], user_id: str) -> User | None:
    """Return the user for whom ``user_id`` was made, if it still holds."""
    return users.get(user_id)


def end_all_sessions(user: User) -> None:
    """Make every session of this user, in whichever browser, a session of nobody."""

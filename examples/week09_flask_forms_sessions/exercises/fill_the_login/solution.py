"""A login that gives nothing away."""

import secrets

from flask import Flask, redirect, request, session
from flask_login import LoginManager, UserMixin, login_user
from werkzeug.security import check_password_hash

SCRYPT = "scrypt:16384:8:5"
NO_PASSWORD = f"{SCRYPT}$no$password"


class User(UserMixin):
    def __init__(self, name: str) -> None:
        self.id = name


def make_app(hashes: dict[str, str]) -> Flask:
    """Return an application for these users, each with the hash of a password."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = secrets.token_hex()
    login_manager = LoginManager(app)

    @login_manager.user_loader
    def load_user(user_id: str) -> User | None:
        return User(user_id) if user_id in hashes else None

    @app.post("/login")
    def login():
        form = request.form
        expected = hashes.get(form["name"], NO_PASSWORD)
        if not check_password_hash(expected, form["password"]):
            return "There is no account with this name and password.", 422
        session.clear()
        login_user(User(form["name"]))
        return redirect("/", 303)

    return app

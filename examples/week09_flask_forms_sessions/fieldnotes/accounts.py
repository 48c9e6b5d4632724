"""Registering, logging in and out."""

import re

from flask import (
    Blueprint,
    Flask,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.security import check_password_hash, generate_password_hash

from fieldnotes.database import get_session
from fieldnotes.forms import USERNAME, LoginForm, RegisterForm
from fieldnotes.models import User

# Werkzeug's default does a third of the work that OWASP asks for; this is one of the
# five settings of its cheat sheet, and takes 16 MiB for each login.
SCRYPT = "scrypt:16384:8:5"
# Where a hash is expected and there is no password: it costs as much to compare, and no
# password has it, since a hash is written in hexadecimal digits.
NO_PASSWORD = f"{SCRYPT}$no$password"

blueprint = Blueprint("accounts", __name__)
login_manager = LoginManager()
login_manager.login_view = "accounts.login"
login_manager.login_message = "Log in to go on."


def init_app(app: Flask) -> None:
    login_manager.init_app(app)


@login_manager.user_loader
def load_user(user_id: str) -> User | None:
    return get_session().get(User, int(user_id))


def find_user(username: str, password: str) -> User | None:
    """Return the user with this name and password, after the same time if none is."""
    user = None
    if re.fullmatch(USERNAME, username):
        user = get_session().scalar(select(User).where(User.username == username))
    expected = user.password_hash if user else NO_PASSWORD
    return user if check_password_hash(expected, password) else None


@blueprint.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    form = RegisterForm()
    if form.validate_on_submit():
        hashed = generate_password_hash(form.password.data, SCRYPT)
        database = get_session()
        database.add(User(username=form.username.data, password_hash=hashed))
        try:
            database.commit()
        except IntegrityError:
            # To look before adding would miss somebody who registers at the same time.
            database.rollback()
            form.username.errors.append("This name is taken.")
        else:
            flash("Your account is made. Log in with it.")
            return redirect(url_for("accounts.login"), 303)
    return render_template("register.html", form=form), 422 if form.errors else 200


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    form = LoginForm()
    if form.validate_on_submit():
        user = find_user(form.username.data, form.password.data)
        if user is not None:
            session.clear()  # nothing of the time before the login is kept
            login_user(user)
            return redirect(local_target(request.args.get("next", "")), 303)
        form.password.errors.append("There is no account with this name and password.")
    return render_template("login.html", form=form), 422 if form.errors else 200


def local_target(target: str) -> str:
    """Return ``target`` if it is a path of this site, and else the list's.

    A browser reads a backslash as a slash, and leaves out tabs and line ends; so
    neither may be in it, and a second slash would begin the name of a host.
    """
    if re.fullmatch(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*", target):
        return target
    return url_for("pages.sightings")


@blueprint.post("/logout")
def logout() -> ResponseReturnValue:
    session.clear()
    logout_user()  # last: it may write an order to delete a cookie into the session
    return redirect(url_for("pages.sightings"), 303)

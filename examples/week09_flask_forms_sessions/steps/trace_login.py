"""Print the calls of one POST /login on its way through four packages."""

import os
import re
import sys
from tempfile import TemporaryDirectory

from flask import Flask

PACKAGES = ("flask", "flask_wtf", "flask_login", "fieldnotes")
CALLS = [
    "Flask.wsgi_app",
    "Flask.full_dispatch_request",
    "Flask.preprocess_request",
    "Flask.dispatch_request",
    "Flask.process_response",
    "Flask.finalize_request",
    "SecureCookieSessionInterface.open_session",
    "SecureCookieSessionInterface.save_session",
    "CSRFProtect.protect",
    "validate_csrf",
    "FlaskForm.__init__",
    "FlaskForm.validate_on_submit",
    "_FlaskFormCSRF.validate_csrf_token",
    "login",
    "find_user",
    "load_user",
    "login_user",
    "local_target",
    "LoginManager._load_user",
    "LoginManager._update_remember_cookie",
    "add_headers",
    "close_session",
    "Flask.do_teardown_appcontext",
]
depth = 0


def watch(frame, event, argument):
    """Called by the interpreter at each call and return (sys.setprofile)."""
    global depth
    name, module = frame.f_code.co_qualname, frame.f_globals.get("__name__", "")
    if name not in CALLS or not module.startswith(PACKAGES):
        return
    if event == "call":
        print("  " * depth + f"{name}  ({module})")
        depth += 1
    elif event == "return":
        depth -= 1


def token(page: str) -> str:
    return re.search('name="csrf_token" type="hidden" value="([^"]+)"', page)[1]


def log_in(app: Flask) -> None:
    client = app.test_client()
    account = {"username": "ada", "password": "at the weir"}
    sent = account | {"csrf_token": token(client.get("/register").text)}
    client.post("/register", data=sent | {"again": account["password"]})
    sent = account | {"csrf_token": token(client.get("/login").text)}
    sys.setprofile(watch)
    answer = client.post("/login?next=/sightings/new", data=sent)
    sys.setprofile(None)
    print(answer.status, answer.location)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        os.environ |= {"FIELDNOTES_MODE": "development", "FIELDNOTES_DATA": folder}
        from fieldnotes import create_app
        from fieldnotes.models import Base

        app = create_app()
        Base.metadata.create_all(app.extensions["engine"])
        log_in(app)
        app.extensions["engine"].dispose()

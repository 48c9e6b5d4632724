"""Flask-Login alone: who is in the session, and what a logout takes away."""

from flask import Flask, redirect, render_template_string, request, session
from flask_login import (
    LoginManager,
    UserMixin,
    current_user,
    login_required,
    login_user,
    logout_user,
)

app = Flask(__name__)
app.config.from_prefixed_env()
login_manager = LoginManager(app)
login_manager.login_view = "login"

PAGE = """<!doctype html>
<title>Diary</title>
<p>{{ current_user.get_id() or "nobody" }}: {{ session.keys() | sort | join(" ") }}</p>
<form method="post" action="/login"><input name="name"><button>Log in</button></form>
<form method="post" action="/logout"><button>Log out</button></form>
"""


class User(UserMixin):
    def __init__(self, name: str) -> None:
        self.id = name


@login_manager.user_loader
def load_user(user_id: str) -> User | None:
    return User(user_id) if user_id in ("ada", "miriam") else None


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        login_user(load_user(request.form["name"]))
        return redirect("/", 303)
    return render_template_string(PAGE)


@app.post("/logout")
def logout():
    logout_user()
    return redirect("/", 303)


@app.get("/")
def index():
    session.setdefault("theme", "light")
    return render_template_string(PAGE)


@app.get("/diary")
@login_required
def diary():
    return f"The diary of {current_user.id}: an owl, again.\n"

"""Who are you, and how often were you here? The answer travels in a cookie."""

from flask import Flask, request, session

app = Flask(__name__)
app.config.from_prefixed_env()  # FLASK_SECRET_KEY becomes SECRET_KEY


@app.get("/")
def index():
    session["visits"] = session.get("visits", 0) + 1
    session.setdefault("name", request.args.get("name", "nobody"))
    return f"{session['name']}, visit {session['visits']}\n"

"""A log of sightings. Ada may delete all of it, and so may somebody else."""

from flask import Flask, abort, redirect, render_template_string, request, session

app = Flask(__name__)
app.config.from_prefixed_env()
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
sightings = ["Wren", "Barn owl"]

PAGE = """<!doctype html>
{% set token %}{% if csrf_token %}
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
{% endif %}{% endset %}
<title>Log</title>
<p>{{ session.name or "nobody" }} sees {{ sightings | join(", ") or "nothing" }}</p>
<form method="post" action="/login">
  {{ token }}<input name="name"><button>Log in</button>
</form>
<form method="post" action="/delete">{{ token }}<button>Delete all</button></form>
"""


@app.get("/")
def index():
    return render_template_string(PAGE, sightings=sightings)


@app.post("/login")
def login():
    session["name"] = request.form["name"]
    return redirect("/", 303)


@app.post("/delete")
def delete():
    if session.get("name") != "ada":
        abort(403)
    sightings.clear()
    return redirect("/", 303)

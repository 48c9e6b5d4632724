"""Mend this program: it was meant to keep L0.1 to L0.3, and keeps none of them."""

from flask import Flask

app = Flask(__name__)


@app.route("/healthz", methods=["GET", "POST"])
def healthz():
    return "OK"


@app.route("/<path:anything>")
def other(anything):
    return f"There is no {anything} here."

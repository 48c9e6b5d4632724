"""A Flask application: one more callable of two arguments."""

from flask import Flask

app = Flask(__name__)


@app.get("/herons")
def herons():
    return "Flask has seen a heron.\n"

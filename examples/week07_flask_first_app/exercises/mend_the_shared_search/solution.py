"""A search whose state belongs to one request."""

from flask import Flask, g, request

app = Flask(__name__)
BIRDS = ["Wren", "Heron", "Barn owl", "Tawny owl"]


@app.before_request
def read_query():
    g.wanted = request.args.get("species", "")


def search():
    # takes its time, like a database
    return [bird for bird in BIRDS if g.wanted.lower() in bird.lower()]


@app.get("/birds")
def birds():
    return {"wanted": g.wanted, "found": search()}

"""Mend: a search that finds what somebody else has asked for."""

from flask import Flask, request

app = Flask(__name__)
BIRDS = ["Wren", "Heron", "Barn owl", "Tawny owl"]
wanted = ""
found = []


@app.before_request
def read_query():
    global wanted
    wanted = request.args.get("species", "")


def search():
    found.clear()
    for bird in BIRDS:  # takes its time, like a database
        if wanted.lower() in bird.lower():
            found.append(bird)


@app.get("/birds")
def birds():
    search()
    return {"wanted": wanted, "found": found}

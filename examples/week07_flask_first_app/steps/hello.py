"""A first application: four birds, and a page for each."""

from flask import Flask, abort, request, url_for

app = Flask(__name__)
BIRDS = {1: "Wren", 2: "Heron", 3: "Barn owl", 4: "Kestrel"}


@app.get("/")
def birds():
    wanted = request.args.get("name", "").lower()
    found = [number for number in BIRDS if wanted in BIRDS[number].lower()]
    return "".join(f"{url_for('bird', number=number)}\n" for number in found)


@app.get("/birds/<int:number>")
def bird(number):
    if number not in BIRDS:
        abort(404)
    return {"number": number, "name": BIRDS[number]}

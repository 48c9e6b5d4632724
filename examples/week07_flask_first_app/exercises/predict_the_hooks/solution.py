"""The order in which functions run before, after and at the end of a request."""

from flask import Flask, abort

said = []
app = Flask(__name__)


@app.before_request
def first():
    said.append("a")


@app.before_request
def second():
    said.append("b")
    if said[0] == "guarded":
        abort(403)


@app.after_request
def after(response):
    said.append("c")
    return response


@app.after_request
def after_too(response):
    said.append("d")
    return response


@app.teardown_appcontext
def close(error):
    said.append("e" if error is None else "f")


@app.get("/birds")
def birds():
    said.append("g")
    return "birds"


@app.get("/broken")
def broken():
    said.append("h")
    return 1 / 0


ORDERS = {
    "/birds": "abgdce",  # those after run in the opposite order
    "/nothing-here": "abdce",  # 404 is an answer; no view runs
    "/broken": "abhdcf",  # a 500 passes them too; only the end is told of the error
    "/birds, guarded": "abdce",  # 403 instead of the view
}

"""One line in the log for each event, with who and what, and without any secret."""

import logging

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger("fieldnotes.events")


def event(what: str, **about: object) -> None:
    """Log an event; repr() keeps a line end in a value from beginning a new line."""
    words = [f"{name}={value!r}" for name, value in about.items()]
    log.info("%s", " ".join([what, *words]))


@app.post("/login")
def login():
    event("login-refused", name=request.form["name"], address=request.remote_addr)
    return "no", 422


if __name__ == "__main__":
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s", level=logging.INFO)
    client = app.test_client()
    for name in ("ada", "x\nINFO fieldnotes.events login name='ada'"):
        client.post("/login?token=s3cret", data={"name": name, "password": "guess"})

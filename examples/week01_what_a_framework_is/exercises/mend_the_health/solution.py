"""L0.1 to L0.3: Flask itself answers 404, and 405 with Allow, when it is left alone."""

from flask import Flask

app = Flask(__name__)


@app.get("/healthz")
def healthz():
    return "ok", {"Content-Type": "text/plain"}

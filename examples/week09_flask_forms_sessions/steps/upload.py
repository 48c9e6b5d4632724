"""Take a file in, and say what its sender says of it and what it is."""

from flask import Flask, request
from werkzeug.utils import secure_filename

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024


@app.post("/photo")
def photo():
    sent = request.files["photo"]
    return {
        "filename": sent.filename,
        "secure_filename": secure_filename(sent.filename),
        "mimetype": sent.mimetype,
        "first bytes": repr(sent.read(8)),
    }

"""An application with a mistake in it, for its log and for the debugger."""

from flask import Flask

app = Flask(__name__)


@app.get("/birds/<int:number>")
def bird(number):
    key_lies = "under the third flowerpot"
    birds = ["Wren", "Heron"]
    return f"{birds[number]}; the key of the hide has {len(key_lies)} signs\n"

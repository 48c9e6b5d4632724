"""Flask calls you: who is on the stack?"""

from callers import print_callers
from flask import Flask

app = Flask(__name__)


@app.get("/heron")
def heron():
    print_callers()
    return "A heron.\n", {"Content-Type": "text/plain"}

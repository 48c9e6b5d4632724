"""Serve the page of steps/broken.py's error, with the folders of this machine renamed.

For the picture of it in the book: python -m steps.debugger_page PORT
"""

import sys
from pathlib import Path

from steps.broken import app
from werkzeug.debug import DebuggedApplication
from werkzeug.serving import run_simple
from werkzeug.wrappers import Response

HERE = Path(__file__).parents[1]
app.config["PROPAGATE_EXCEPTIONS"] = True  # as in debug mode
debugged = DebuggedApplication(app, evalex=True)


def application(environ, start_response):
    answer = Response.from_app(debugged, environ)
    if answer.mimetype == "text/html":
        page = answer.get_data(as_text=True)
        page = page.replace(str(HERE), f"/home/you/{HERE.name}")
        answer.set_data(page.replace(sys.prefix, "..."))
    return answer(environ, start_response)


if __name__ == "__main__":
    run_simple("127.0.0.1", int(sys.argv[1]), application)

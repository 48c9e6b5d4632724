"""What went wrong, said as a page of this site."""

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_error)


def show_error(error: HTTPException) -> Response:
    """Make a page of an error: of a 404, and of a 500 too."""
    response = error.get_response()  # with its fields, such as Allow
    response.data = render_template("error.html", error=error)
    return response

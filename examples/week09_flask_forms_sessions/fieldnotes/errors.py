"""What went wrong, said as a page, or as problem+json below /api/."""

from flask import Flask, current_app, json, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import (
    HTTPException,
    NotFound,
    ServiceUnavailable,
    UnprocessableEntity,
)
from werkzeug.wrappers import Response


class Invalid(UnprocessableEntity):
    """Values that break rules, with the texts of the errors by field."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("Some values cannot be taken; see errors.")
        self.errors = errors


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(StaleDataError, show_gone)
    for failure in (OperationalError, PoolTimeout, OSError):
        app.register_error_handler(failure, show_unavailable)


def show_error(error: HTTPException) -> Response:
    response = error.get_response()  # with its fields, such as Allow
    if request.path.startswith("/api/"):
        response.data = json.dumps(problem(error))
        response.content_type = "application/problem+json"
    else:
        # render_template() would have Flask-Login look up in the database who this is,
        # and the database may be what has failed.
        template = current_app.jinja_env.get_template("error.html")
        response.data = template.render(error=error)
    return response


def problem(error: HTTPException) -> dict[str, object]:
    """Describe an error as RFC 9457 has it."""
    members = {
        "type": "about:blank",
        "title": error.name,
        "status": error.code,
        "detail": error.description,
    }
    if isinstance(error, Invalid):
        members["errors"] = error.errors
    return members


def show_gone(_error: StaleDataError) -> Response:
    """Somebody deleted the row after this request had found it."""
    return show_error(NotFound())


def show_unavailable(failure: Exception) -> Response:
    """A locked database or a full disk may be well again soon."""
    current_app.logger.error("%s %s: %s", request.method, request.path, failure)
    return show_error(
        ServiceUnavailable("This cannot be kept at the moment.", retry_after=5)
    )

"""Pages: made of templates, of errors, and those to which a browser is sent."""

from pathlib import Path
from typing import Any

from bottle import HTTPError, HTTPResponse, request, response, template

from fieldnotes.guards import protect

HERE = Path(__file__).parent
VIEWS = [str(HERE / "views")]
NEW, EDIT = "New sighting", "Change sighting"


def page(name: str, status: int = 200, **values: Any) -> str:
    """Return the page that a template makes, and set the status of the answer."""
    response.status = status
    url = request.app.get_url
    return template(name, template_lookup=VIEWS, url=url, **values)


def see(name: str, **parameters: object) -> HTTPResponse:
    """Send the browser to the page of a route.

    Bottle's redirect() would make a whole address, with the host that the client says.
    """
    location = request.app.get_url(name, **parameters)
    return HTTPResponse(status=303, headers={"Location": location})


def error_page(error: HTTPError) -> str:
    """Return the page of a 404 and the like."""
    phrase = error.status_line.partition(" ")[2]
    return page("error", error.status_code, phrase=phrase, detail=error.body)


def failure(error: HTTPError) -> str:
    """Return the text of a 500: nothing of the inside, for that is in the log."""
    protect()  # Bottle has made a new answer, without the headers of the hook
    response.content_type = "text/plain; charset=utf-8"
    return "500 Internal Server Error\nThe fault is ours.\n"

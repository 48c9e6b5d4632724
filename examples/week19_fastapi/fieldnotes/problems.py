"""What an error looks like: a page, and below /api/ problem+json (RFC 9457)."""

from http import HTTPStatus

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from .templating import templates


class Problem(BaseModel):
    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    errors: dict[str, list[str]] | None = None


def problems(*statuses: int) -> dict:
    """Describe answers with these statuses, for OpenAPI."""
    schema = Problem.model_json_schema()
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": schema}},
        }
        for status in statuses
    }


def error_response(
    request: Request, status: int, detail: str = "", headers=None, errors=None
) -> Response:
    title = HTTPStatus(status).phrase
    if request.url.path.startswith("/api/"):
        problem = Problem(title=title, status=status)
        if detail and detail != title:
            problem.detail = detail
        if errors is not None:
            problem.errors = errors
        return JSONResponse(
            problem.model_dump(exclude_none=True),
            status,
            headers,
            media_type="application/problem+json",
        )
    context = {"title": title, "detail": "" if detail == title else detail}
    return templates.TemplateResponse(request, "error.html", context, status, headers)

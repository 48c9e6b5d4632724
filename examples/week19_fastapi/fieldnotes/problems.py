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
    request: Request,
    status: int,
    detail: str | None = None,
    headers: dict[str, str] | None = None,
    errors: dict[str, list[str]] | None = None,
) -> Response:
    title = HTTPStatus(status).phrase
    if detail == title:  # as Starlette has it when nobody gave a detail
        detail = None
    if request.url.path.startswith("/api/"):
        problem = Problem(title=title, status=status, detail=detail, errors=errors)
        content = problem.model_dump(exclude_none=True)
        media_type = "application/problem+json"
        return JSONResponse(content, status, headers, media_type=media_type)
    context = {"title": title, "detail": detail or ""}
    return templates.TemplateResponse(request, "error.html", context, status, headers)

"""Which error becomes which answer."""

import errno
import logging
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.routing import compile_path

from .dependencies import LoginRequired
from .fields import message
from .problems import error_response

log = logging.getLogger("uvicorn.error")


def allowed_methods(request: Request) -> str:
    """Return the methods of all routes of this path, each of which knows only its own."""
    methods = set()
    for route in iter_route_contexts(request.app.routes):
        if route.methods and compile_path(route.path)[0].match(request.url.path):
            methods |= route.methods
    if "GET" in methods:
        methods.add("HEAD")
    return ", ".join(sorted(methods))


async def http_error(request: Request, error: StarletteHTTPException) -> Response:
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = allowed_methods(request) or headers["Allow"]
    return error_response(request, error.status_code, error.detail, headers)


async def invalid(request: Request, error: RequestValidationError) -> Response:
    problems = error.errors()
    api = request.url.path.startswith("/api/")
    if not api or any(problem["loc"][0] == "path" for problem in problems):
        return error_response(request, 404)
    if any(problem["type"] == "json_invalid" for problem in problems):
        return error_response(request, 400, "The body is not JSON.")
    detail, errors = None, {}
    for problem in problems:
        match problem["loc"]:
            case _, field, *_:
                errors.setdefault(str(field), []).append(message(problem))
            case _:  # a body that is no object has no fields
                detail = message(problem)
    return error_response(request, 422, detail, errors=errors)


async def login_first(request: Request, error: LoginRequired) -> Response:
    return RedirectResponse(f"/login?next={quote(request.url.path)}", 303)


async def database_unusable(request: Request, error: OperationalError) -> Response:
    log.error("The database cannot be used: %s", error.orig)
    detail = "The database cannot be used now: try again soon."
    return error_response(request, 503, detail, {"Retry-After": "5"})


async def disk_unusable(request: Request, error: OSError) -> Response:
    log.error("A file cannot be written: %s", error)
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return error_response(request, 507 if full else 500, "Nothing was stored.")


async def unexpected(request: Request, error: Exception) -> Response:
    return error_response(request, 500)


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(StarletteHTTPException, http_error)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(LoginRequired, login_first)
    app.add_exception_handler(OperationalError, database_unusable)
    app.add_exception_handler(OSError, disk_unusable)
    app.add_exception_handler(Exception, unexpected)

"""What holds for every request, as ASGI middleware.

Starlette's BaseHTTPMiddleware would be shorter, but runs each answer through a queue.
"""

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEGABYTE = 1024 * 1024
MAX_BODY = MEGABYTE + 64 * 1024  # a photo, and the form around it

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
}


class SecurityHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class HeadAsGet:
    """Answer HEAD with what GET says before its body: FastAPI's routes have no HEAD."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body"})

        await self.app({**scope, "method": "GET"}, receive, send_head)


class BodyLimit:
    """Read no more of a body than is allowed.

    FastAPI reads a body before it calls a dependency, so none can refuse it in time.
    FastAPI's own `max_body_size` can, but its 413 is plain text, also in the API.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken = 0

        async def receive_some() -> Message:
            nonlocal taken
            # Uvicorn has checked that the length, if there is one, is a number.
            if int(Headers(scope=scope).get("content-length", 0)) > MAX_BODY:
                raise HTTPException(413)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY:  # a body that is sent in chunks has no length
                raise HTTPException(413)
            return message

        is_http = scope["type"] == "http"
        await self.app(scope, receive_some if is_http else receive, send)

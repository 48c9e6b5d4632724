"""JSON as RFC 8259 has it, where FastAPI and Python's `json` take more."""

import json
from collections.abc import Callable
from typing import Any, NoReturn

from fastapi import Request
from fastapi.routing import APIRoute


def refuse(constant: str) -> NoReturn:
    raise json.JSONDecodeError(f"{constant} is not JSON", constant, 0)


class StrictRequest(Request):
    async def body(self) -> bytes:
        # FastAPI takes no body for `null`.
        return await super().body() or refuse("nothing")

    async def json(self) -> Any:
        # Python takes NaN and Infinity for numbers.
        return json.loads(await self.body(), parse_constant=refuse)


class StrictRoute(APIRoute):
    """A route that reads its body so; see "Custom Request" in FastAPI's documentation."""

    def get_route_handler(self) -> Callable:
        handler = super().get_route_handler()

        async def handle(request: Request):
            return await handler(StrictRequest(request.scope, request.receive))

        return handle

"""What a handler raises when the answer is no."""

from collections.abc import Mapping
from http import HTTPStatus


class HTTPError(Exception):
    """An answer of 400 or more; any code below the application may raise it.

    ``detail`` is a sentence for the visitor, ``headers`` are sent with the answer.
    """

    def __init__(
        self, status: int, detail: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = HTTPStatus(status)
        self.detail = detail
        self.headers = dict(headers or {})
        super().__init__(f"{self.status} {self.status.phrase}: {detail}")

"""Ask two applications the same, without a socket, and print both answers."""

from collections.abc import Callable, Mapping
from typing import Any

from perch.testing import Answer, Client

Application = Callable[..., Any]


def beside(
    perch: Application,
    bottle: Application,
    method: str,
    target: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    show: Callable[[Answer], object] | None = None,
) -> None:
    """Print what each application answers; ``show`` says what of it."""
    print(method, target)
    for name, app in (("perch ", perch), ("Bottle", bottle)):
        answer = Client(app).send(method, target, body, headers)
        print(f"    {name} {answer.status}", (show or first_line)(answer))


def first_line(answer: Answer) -> str:
    """Return the media type, and the first line of the body if all went well."""
    kind = (answer.headers["Content-Type"] or "").partition(";")[0]
    line = answer.text.partition("\n")[0] if answer.status == 200 else ""
    return f"{kind} {line}".strip()

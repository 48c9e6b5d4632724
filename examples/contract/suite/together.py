"""Do several things at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def together(
    number: int, work: Callable[[int], Result], at_once: int | None = None
) -> list[Result]:
    """Call ``work`` with 0 to ``number`` - 1, ``at_once`` (by default all) at a time."""
    with ThreadPoolExecutor(at_once or number) as pool:
        return list(pool.map(work, range(number)))

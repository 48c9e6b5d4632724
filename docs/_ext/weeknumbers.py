"""Figures, tables and listings numbered by week: "Figure 2.1"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Numbers = dict[str, dict[str, dict[str, tuple[int, ...]]]]  # page, kind, id: number


class EqualToAll:
    """Equal to whatever it is compared with."""

    __hash__ = None

    def __eq__(self, _other: object) -> bool:
        """Return True."""
        return True


class Unchanged(dict):
    """Stands for the earlier numbers, so that Sphinx finds no page changed by its own count.

    Sphinx counts through the whole book: a new figure in week 2 would move the numbers of all
    later weeks, which would be written again though by week nothing has moved. So Sphinx counts,
    and :func:`by_week` compares.
    """

    def get(self, _key: str, _default: object = None) -> EqualToAll:
        """Return what equals all numbers."""
        return EqualToAll()


class Numbering:
    """The two steps around Sphinx's own count; keeps the earlier numbers between them."""

    def __init__(self) -> None:
        """Start without earlier numbers."""
        self.before: Numbers = {}

    def keep(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Before Sphinx counts: set the earlier numbers aside."""
        self.before = env.toc_fignumbers
        env.toc_fignumbers = Unchanged(env.toc_fignumbers)
        return []

    def by_week(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """After Sphinx has counted: number by week; return the pages whose numbers moved."""
        env.toc_fignumbers = renumber(env.toc_fignumbers)
        return [
            name for name, numbers in env.toc_fignumbers.items() if numbers != self.before.get(name)
        ]


def renumber(counted: Numbers) -> Numbers:
    """Return Sphinx's numbers with those of week 2 as (2, 1), (2, 2) ...

    Pages outside the weeks are counted among themselves, in their order: 1, 2 ...
    """
    result: Numbers = {}
    outside: dict[str, int] = {}
    for docname, kinds in counted.items():
        week = re.match(r"weeks/week(\d+)_", docname)
        for kind, numbers in kinds.items():
            new = result.setdefault(docname, {}).setdefault(kind, {})
            in_order = sorted(numbers, key=lambda anchor, numbers=numbers: numbers[anchor])
            for place, anchor in enumerate(in_order, start=1):
                outside[kind] = outside.get(kind, 0) + (week is None)
                new[anchor] = (int(week[1]), place) if week else (outside[kind],)
    return result


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the steps before and after Sphinx's count, which has the priority 500."""
    numbering = Numbering()
    app.connect("env-get-updated", numbering.keep, priority=400)
    app.connect("env-get-updated", numbering.by_week, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

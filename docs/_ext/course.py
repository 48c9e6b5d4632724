"""The plan of the course, docs/course.toml: blocks, and the number, name and title of each week."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


class PlanError(ValueError):
    """The plan contradicts itself or cannot be read; the text names the file and the cure."""


@dataclass(frozen=True)
class PlannedWeek:
    """A week of the plan, written or not."""

    number: int
    name: str
    title: str
    block: str

    @property
    def docname(self) -> str:
        """The name of the week's page below docs, without its ending."""
        return f"weeks/week{self.number:02}_{self.name}"

    @property
    def full_title(self) -> str:
        """The title with the number, as readers see it."""
        return f"Week {self.number}: {self.title}"


@dataclass(frozen=True)
class Block:
    """A run of weeks that ends in something whole."""

    name: str
    title: str
    weeks: tuple[PlannedWeek, ...]

    @property
    def full_title(self) -> str:
        """The title with the block's name, as readers see it."""
        return f"Block {self.name}. {self.title}"


@dataclass(frozen=True)
class Plan:
    """The whole course."""

    blocks: tuple[Block, ...]
    python: tuple[str, ...]
    required: tuple[int, ...]
    fast_path: tuple[int, ...]

    @property
    def weeks(self) -> dict[int, PlannedWeek]:
        """The planned weeks by number."""
        return {week.number: week for block in self.blocks for week in block.weeks}

    def by_docname(self, docname: str) -> PlannedWeek | None:
        """Return the week whose page is ``docname``, or None."""
        return next((week for week in self.weeks.values() if week.docname == docname), None)


def load(path: Path) -> Plan:
    """Return the plan in the file ``path``. Raises :class:`PlanError`."""
    try:
        return _load(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise PlanError(f"{path}: there is no plan of the course: restore this file") from None


@lru_cache(maxsize=4)
def _load(path: Path, _mtime: int) -> Plan:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        plan = Plan(
            blocks=tuple(
                Block(
                    block["name"],
                    block["title"],
                    tuple(PlannedWeek(**week, block=block["name"]) for week in block["weeks"]),
                )
                for block in data["block"]
            ),
            python=tuple(data["python"]),
            required=tuple(data.get("required", ())),
            fast_path=tuple(data.get("fast_path", ())),
        )
    except tomllib.TOMLDecodeError as error:
        raise PlanError(f"{path}: not valid TOML ({error}): mend that place") from None
    except (KeyError, TypeError) as error:
        raise PlanError(
            f"{path}: {error} is missing or unknown: the plan has python, and for each [[block]] "
            "name, title and weeks = [{ number, name, title }, ...]"
        ) from None
    numbers = [week.number for block in plan.blocks for week in block.weeks]
    if numbers != list(range(1, len(numbers) + 1)):
        raise PlanError(
            f"{path}: the weeks are numbered {numbers}: number them 1, 2, 3 ... in order"
        )
    if unknown := sorted({*plan.required, *plan.fast_path} - set(numbers)):
        raise PlanError(f"{path}: required or fast_path names {unknown}: name weeks of the plan")
    return plan

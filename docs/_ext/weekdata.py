"""The fields at the top of a week's page: what they are, and how they are held to the plan."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import course
import versions
from docutils import nodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

FIELDS = {
    "minutes": "the time a reader needs, a whole number: `:minutes: 330`",
    "builds-on": "the weeks it builds on, by number, or nothing: `:builds-on: 1, 7`",
    "level": "the level of the contract it reaches, or a dash: `:level: L1` or `:level: -`",
    "packages": "the packages it uses, as on PyPI, or nothing: `:packages: flask, jinja2`",
}


class WeekError(ValueError):
    """Something about a week's page that cannot be right; ``line`` says where."""

    def __init__(self, node: nodes.Node | None, message: str) -> None:
        super().__init__(message)
        self.line = getattr(node, "line", None) or 1


class WeeksStop(SystemExit):
    """Stops the build with one sentence; Sphinx would print a report with a traceback instead."""


class Week(NamedTuple):
    """What the fields at the top of a written week say."""

    number: int
    minutes: int
    builds_on: tuple[int, ...]
    level: str
    packages: tuple[str, ...]


def plan_of(env: BuildEnvironment) -> course.Plan:
    """Return the plan of the course. Raises :class:`WeeksStop`, for nothing can be done without."""
    try:
        return course.load(Path(env.srcdir) / "course.toml")
    except course.PlanError as error:
        raise WeeksStop(str(error)) from None


def note_plan(env: BuildEnvironment) -> None:
    """Have the page that is being read read again whenever the plan changes."""
    env.note_dependency(str(Path(env.srcdir) / "course.toml"))


def written(env: BuildEnvironment) -> dict[int, Week]:
    """Return the weeks that have a page, by number; complete once all pages are read."""
    weeks = [
        data["week"]
        for name, data in env.metadata.items()
        if name in env.found_docs and "week" in data
    ]
    return {week.number: week for week in sorted(weeks)}


def spoken_time(minutes: int) -> str:
    """Return ``minutes`` as hours and minutes: "5 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest)) or "0 min"


def read_fields(
    env: BuildEnvironment, document: nodes.document, planned: course.PlannedWeek
) -> Week:
    """Return the checked fields of the page of the week ``planned``. Raises :class:`WeekError`."""
    info = next(document.findall(nodes.docinfo), None)
    if info is None:
        cure = "; ".join(FIELDS.values())
        raise WeekError(None, f"the page has no fields: start it, before the title, with {cure}")
    found = {field[0].astext(): field for field in info.findall(nodes.field)}
    for name, cure in FIELDS.items():
        if name not in found:
            raise WeekError(info[0], f'the field "{name}" is missing: add {cure}')
    # As typed: a dash alone would be read as an empty list.
    text = {name: found[name][1].rawsource.strip() for name in FIELDS}

    def invalid(name: str, why: str = "") -> WeekError:
        says = f'the field "{name}" says "{text[name]}"{why}: write {FIELDS[name]}'
        return WeekError(found[name], says)

    def listed(name: str) -> list[str]:
        return [part.strip() for part in text[name].split(",")] if text[name] else []

    if not re.fullmatch(r"[1-9]\d*", text["minutes"]):
        raise invalid("minutes")
    if not re.fullmatch(r"-|L\d", text["level"]):
        raise invalid("level")
    plan = plan_of(env)
    builds_on = set()
    for part in listed("builds-on"):
        if not part.isdecimal():
            raise invalid("builds-on")
        number = int(part)
        if number not in plan.weeks:
            raise invalid("builds-on", f"; the plan (docs/course.toml) has no week {number}")
        if number >= planned.number:
            raise invalid("builds-on", f"; week {number} is not before week {planned.number}")
        builds_on.add(number)
    for package in listed("packages"):
        try:
            versions.locked(package, Path(env.srcdir).parent)
        except versions.UnknownPackage as error:
            raise WeekError(found["packages"], str(error)) from None
    return Week(
        planned.number,
        int(text["minutes"]),
        tuple(sorted(builds_on)),
        text["level"],
        tuple(listed("packages")),
    )

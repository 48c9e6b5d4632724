"""The picture of what builds on what: a row a block, a box a week, a line a need."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Mapping

from course import Plan, PlannedWeek

BOX, HIGH = 93, 64  # a week
LEFT, GAP = 4, 6
ROW, HEAD = 116, 22  # a block: its title, its boxes, room for lines
LETTERS = 13  # that fit in a box at 12 units


def describe(plan: Plan, builds_on: Mapping[int, tuple[int, ...]]) -> str:
    """Return in words what the picture shows: what is written, and what it builds on."""
    needs = [
        f"week {number} builds on {' and '.join(f'week {n}' for n in drawn(plan, before))}"
        for number, before in builds_on.items()
        if drawn(plan, before)
    ]
    names = ", ".join(f"week {number}" for number in builds_on) or "none"
    count = len(plan.weeks)
    return " ".join(
        [
            f"{count} boxes, one for each week, in {len(plan.blocks)} rows, one for each block.",
            f"Solid, because written: {names}.",
            f"Outlined, because planned: the other {count - len(builds_on)}.",
            f"Lines: {'; '.join(needs)}." if needs else "No lines yet.",
        ]
    )


def drawn(plan: Plan, before: tuple[int, ...]) -> list[int]:
    """Return the weeks of ``before`` that get a line: those that not every week needs."""
    return [number for number in before if number not in plan.required]


def draw(plan: Plan, builds_on: Mapping[int, tuple[int, ...]], addresses: Mapping[int, str]) -> str:
    """Return the picture as the text of an SVG file, by the rules of docs/contributing/pictures.md.

    ``builds_on`` has the written weeks, ``addresses`` where to link them (none: no links).
    """
    place = {
        week.number: (LEFT + column * (BOX + GAP), line * ROW + HEAD)
        for line, block in enumerate(plan.blocks)
        for column, week in enumerate(block.weeks)
    }
    width = max(x for x, _ in place.values()) + BOX + LEFT
    height = len(plan.blocks) * ROW - (ROW - HEAD - HIGH) + LEFT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12">'
    ]
    for line, block in enumerate(plan.blocks):
        parts.append(
            f'<text x="{LEFT}" y="{line * ROW + 15}" font-size="14" font-weight="bold" '
            f'class="pic-text" fill="#1a1c1e">{html.escape(block.full_title)}</text>'
        )
        for week in block.weeks:
            parts.append(
                box(week, *place[week.number], week.number in builds_on, addresses.get(week.number))
            )
    for number, before in builds_on.items():
        parts += [line_between(place[n], place[number]) for n in drawn(plan, before)]
    return "\n".join([*parts, "</svg>"])


def box(week: PlannedWeek, x: int, y: int, is_written: bool, address: str | None) -> str:
    """Return the box of a week at (x, y): solid and linked if written, else a dashed outline."""
    look = (
        'class="pic-accent" fill="#dce9fb" stroke="#1d5fb4" stroke-width="1.5"'
        if is_written
        else 'class="pic-outline" fill="none" stroke="#5b6570" stroke-dasharray="3 3"'
    )
    ink = 'class="pic-text" fill="#1a1c1e"' if is_written else 'class="pic-muted" fill="#4a5058"'
    middle = x + BOX // 2
    lines = label(week)
    top = y + (HIGH - 14 * len(lines)) // 2 + 11
    bold = ' font-weight="bold"'
    text = "".join(
        f'<tspan x="{middle}" y="{top + 14 * n}"{"" if n else bold}>{html.escape(part)}</tspan>'
        for n, part in enumerate(lines)
    )
    shape = (
        f'<rect x="{x}" y="{y}" width="{BOX}" height="{HIGH}" rx="5" {look}/>'
        f'<text text-anchor="middle" {ink}>{text}</text>'
    )
    if address is None:
        return shape
    return (
        f'<a href="{html.escape(address)}" aria-label="{html.escape(week.full_title)}">{shape}</a>'
    )


def label(week: PlannedWeek) -> list[str]:
    """Return the lines in a week's box: its number, then what of its title fits."""
    title = week.title.split(": ")[0] if len(textwrap.wrap(week.title, LETTERS)) > 3 else week.title
    return [str(week.number), *textwrap.wrap(title, LETTERS, max_lines=3, placeholder="")]


def line_between(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return the line from the week at ``start`` to the later one at ``end``, a dot at its end."""
    if start[1] == end[1]:  # in one row: an arc below the boxes
        x1, x2, y = start[0] + BOX * 3 // 4, end[0] + BOX // 4, start[1] + HIGH
        path, tip = f"M{x1} {y}C{x1} {y + 22} {x2} {y + 22} {x2} {y}", (x2, y)
    else:
        x1, y1, x2, y2 = start[0] + BOX // 2, start[1] + HIGH, end[0] + BOX // 2, end[1]
        bend = 26
        path, tip = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}", (x2, y2)
    return (
        f'<path d="{path}" stroke-width="1.5" class="pic-line-accent" fill="none" '
        'stroke="#1d5fb4"/>'
        f'<circle cx="{tip[0]}" cy="{tip[1]}" r="3.5" class="pic-head-accent" fill="#1d5fb4"/>'
    )

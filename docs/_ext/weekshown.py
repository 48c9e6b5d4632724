"""What pages say of other weeks, made once all pages are read: links, the schedule, the map."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import course
import weekmap
from docutils import nodes
from pictures import inline, is_web
from sphinx.util.nodes import make_refnode
from weekdata import Week, note_plan, plan_of, spoken_time, written

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

NOT_WRITTEN = "not written yet"


class WeekLink(nodes.inline):
    """A mention of week ``number``; ``remark``: say so if it is not written."""


class LevelLink(nodes.inline):
    """A mention of a level; a link once the contract has the label contract-l0 and so on."""


class Schedule(nodes.General, nodes.Element):
    """Stands where ``.. schedule::`` stood until all pages are read."""


class BuildsOnMap(nodes.General, nodes.Element):
    """Stands where the picture will be once all pages are read."""


def separated(items: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return ``items`` with commas between them."""
    found: list[nodes.Node] = []
    for item in items:
        found += [nodes.Text(", "), item] if found else [item]
    return found


def row(*cells: str | list[nodes.Node]) -> nodes.row:
    """Return a table row; a cell is text or inline nodes."""
    result = nodes.row()
    for cell in cells:
        content = [nodes.Text(cell)] if isinstance(cell, str) else cell
        result += nodes.entry("", nodes.paragraph("", "", *content))
    return result


class Resolver:
    """Makes links, the schedule and the map of one page, from what all pages say."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        """Work on the page ``docname``."""
        self.app, self.env, self.docname = app, app.env, docname

    def resolve(self, document: nodes.document) -> None:
        """Replace the placeholders of the page."""
        for kind, make in (
            (Schedule, self.schedule),
            (BuildsOnMap, self.map),
            (WeekLink, self.link),
            (LevelLink, self.level),
        ):
            for node in list(document.findall(kind)):
                node.replace_self(make(node))

    def link(self, node: WeekLink) -> list[nodes.Node]:
        """Return a link to a week, or its text where there is no page yet."""
        planned = plan_of(self.env).weeks[node["number"]]
        if planned.docname in self.env.found_docs:
            return [self.reference(planned.docname, "", node, planned.full_title)]
        remark = [nodes.Text(f" ({NOT_WRITTEN})")] if node["remark"] else []
        return [*node.children, *remark]

    def level(self, node: LevelLink) -> list[nodes.Node]:
        """Return a link to the level in the contract, or its text without a contract."""
        labels = self.env.domains.standard_domain.anonlabels
        target = labels.get(f"contract-{node['level'].lower()}")
        return [self.reference(*target, node, "")] if target else list(node.children)

    def reference(
        self, docname: str, anchor: str, node: nodes.Element, title: str
    ) -> nodes.reference:
        """Return a link from this page that reads as ``node`` does."""
        child = nodes.inline("", "", *node.children)
        builder = self.app.builder
        return make_refnode(builder, self.docname, docname, anchor, child, title or None)

    def schedule(self, _node: Schedule) -> list[nodes.Node]:
        """Return one table for each block."""
        plan, known = plan_of(self.env), written(self.env)
        tables = []
        for block in plan.blocks:
            done = [known[week.number] for week in block.weeks if week.number in known]
            time, count = spoken_time(sum(week.minutes for week in done)), len(block.weeks)
            if len(done) == count:
                sum_up = f"{count} weeks, {time}"
            elif done:
                sum_up = f"{len(done)} of {count} weeks written, {time}"
            else:
                sum_up = f"{count} weeks, {NOT_WRITTEN}"
            table = nodes.table(
                classes=["schedule", "colwidths-given"], ids=[f"block-{block.name.lower()}"]
            )
            table += nodes.title("", f"{block.full_title}: {sum_up}")
            group = nodes.tgroup(cols=5)
            group += [nodes.colspec(colwidth=width) for width in (8, 48, 20, 14, 10)]
            group += nodes.thead("", row("Week", "Title", "Time", "Builds on", "Level"))
            body = nodes.tbody()
            for planned in block.weeks:
                body += self.schedule_row(planned, known.get(planned.number), plan)
            group += body
            table += group
            tables.append(table)
        return tables

    def schedule_row(
        self, planned: course.PlannedWeek, week: Week | None, plan: course.Plan
    ) -> nodes.row:
        """Return the row of one week."""
        number = str(planned.number)
        title: list[nodes.Node] = [WeekLink("", planned.title, number=planned.number, remark=False)]
        if planned.number in plan.fast_path:
            mark = nodes.inline("", "(fast path)", classes=["fast-path"])
            title += [nodes.Text(" "), mark]
        if week is None:
            return row(number, title, NOT_WRITTEN, "", "")
        before = separated(WeekLink("", str(n), number=n, remark=False) for n in week.builds_on)
        level = [LevelLink("", week.level, level=week.level)] if week.level != "-" else ""
        return row(number, title, spoken_time(week.minutes), before, level)

    def map(self, _node: BuildsOnMap) -> nodes.Node:
        """Return the picture, inline for a browser, as an image for everything else."""
        plan = plan_of(self.env)
        needs = {number: week.builds_on for number, week in written(self.env).items()}
        alt, builder = weekmap.describe(plan, needs), self.app.builder
        if is_web(builder):
            links = {
                n: builder.get_relative_uri(self.docname, plan.weeks[n].docname) for n in needs
            }
            svg = weekmap.draw(plan, needs, links)
            return nodes.raw("", inline(svg, prefix="map-", alt=alt, links=True), format="html")
        # Like images that Sphinx converts: a file beside the doctrees, known to the environment.
        path = Path(self.app.doctreedir) / "weeks" / "builds-on.svg"
        path.parent.mkdir(exist_ok=True)
        path.write_text(weekmap.draw(plan, needs, {}), encoding="utf-8")
        self.env.images.add_file(self.docname, str(path))
        return nodes.image(uri=str(path), candidates={"image/svg+xml": str(path)}, alt=alt)


def mention(env: BuildEnvironment, what: str) -> None:
    """Note that the page being read shows ``what`` of other weeks.

    "links": which weeks have a page; "plan": all fields of all weeks. Sphinx purges and merges the
    metadata of a page by itself, so that this needs no care in parallel and repeated builds.
    """
    note_plan(env)
    env.metadata[env.docname].setdefault("mentions_weeks", {})[what] = True


def outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again: what they say of other weeks has changed."""
    labels = env.domains.standard_domain.anonlabels
    contract = sorted(name for name in labels if name.startswith("contract-l"))
    known = written(env)
    now = {"links": (sorted(known), contract), "plan": (sorted(known.values()), contract)}
    before = getattr(env, "weeks_seen", now)
    env.weeks_seen = now
    changed = {what for what in now if now[what] != before[what]}
    return [
        name
        for name, data in env.metadata.items()
        if changed.intersection(data.get("mentions_weeks", ()))
    ]


def resolve(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Fill in what the page ``docname`` says of other weeks; before other extensions look at it."""
    Resolver(app, docname).resolve(document)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the parts."""
    app.connect("doctree-resolved", resolve, priority=400)
    app.connect("env-updated", outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

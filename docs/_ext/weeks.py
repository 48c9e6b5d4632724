"""The weeks of the book: their metadata, headers, numbers, the schedule and the map.

A page docs/weeks/weekNN_name.rst starts with the fields minutes, builds-on, level and packages.
They are held to the plan (docs/course.toml), and everything that speaks of weeks is made from them:

``.. week::``            the header of a week, on its own page; its content: the outcomes, as a list
``.. schedule::``        all weeks, by block
``.. builds-on-map::``   the picture of what builds on what; its content: the caption
``:week:`2```            a link to a week, or ``:week:`the servers <2>```
``:version:`flask```     the version of a package that the suite runs on (versions.py)

What cannot be right is shown with file, line and cure, and stops the build once all pages are read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import course
import versions
from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole, SphinxDirective
from weekdata import Week, WeekError, WeeksStop, note_plan, plan_of, read_fields, spoken_time
from weekshown import BuildsOnMap, LevelLink, Schedule, WeekLink, mention, separated

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


logger = logging.getLogger(__name__)


class WeekHeader(nodes.container):
    """Stands where ``.. week::`` stood until the fields are known; holds the list of outcomes."""


class ReadWeek(SphinxTransform):
    """Check a week's page, number its title and fill its header."""

    default_priority = 400  # after docinfo (340); before smart quotes (750), collectors (880)

    def apply(self, **kwargs: Any) -> None:
        """Read the page; what is wrong is reported, and stops the build when all pages are read."""
        headers = list(self.document.findall(WeekHeader))
        try:
            if self.env.docname.startswith("weeks/"):
                self.read(headers)
            elif headers:
                raise WeekError(headers[0], "the directive `week` is for a week's page: remove it")
        except WeekError as error:
            report(self.env, error)
            for header in headers:
                header.parent.remove(header)

    def read(self, headers: list[WeekHeader]) -> None:
        """Read the page of a week. Raises WeekError."""
        env, docname = self.env, self.env.docname
        note_plan(env)
        plan = plan_of(env)
        planned = plan.by_docname(docname)
        if planned is None:
            number = re.match(r"weeks/week(\d+)", docname)
            like = plan.weeks.get(int(number[1]) if number else 1, plan.weeks[1])
            raise WeekError(
                None,
                "the plan (docs/course.toml) has no week with this file name: name the file as "
                f"planned, for example docs/{like.docname}.rst, or change the plan",
            )
        week = read_fields(env, self.document, planned)
        env.metadata[docname]["week"] = week
        title = next(self.document.findall(nodes.title), None)
        if title is None or title.astext() != planned.title:
            found = "no title" if title is None else f'the title "{title.astext()}"'
            raise WeekError(
                title,
                f'the page has {found}, docs/course.toml plans "{planned.title}" (the number is '
                "put before it by itself): change one of the two",
            )
        title.insert(0, nodes.Text(f"Week {planned.number}: "))
        if len(headers) != 1:
            raise WeekError(
                headers[-1] if headers else title,
                f"the page has the directive `week` {len(headers)} times: write it once, after "
                "the first paragraph",
            )
        headers[0].replace_self(self.header(plan, week, headers[0].children))

    def header(self, plan: course.Plan, week: Week, outcomes: list[nodes.Node]) -> nodes.container:
        """Return the header: a list of fields, then the outcomes."""
        mention(self.env, "links")
        root = Path(self.env.srcdir).parent
        for lock in versions.locks(root):
            self.env.note_dependency(str(lock))
        links = [WeekLink("", f"week {n}", number=n, remark=True) for n in week.builds_on]
        checked = [f"Python {plan.python[0]} to {plan.python[-1]}"]
        checked += [f"{name}\xa0{versions.locked(name, root)}" for name in week.packages]
        rows: dict[str, list[nodes.Node]] = {
            "Time": [nodes.Text(spoken_time(week.minutes))],
            "Builds on": separated(links) or [nodes.Text("nothing before it")],
            "Level": [LevelLink("", f"{week.level} of the contract", level=week.level)],
            "Checked with": [nodes.Text(", ".join(checked))],
        }
        if week.level == "-":
            del rows["Level"]
        fields = nodes.field_list()
        for name, content in rows.items():
            body = nodes.field_body("", nodes.paragraph("", "", *content))
            fields += nodes.field("", nodes.field_name("", name), body)
        says = nodes.paragraph("", "After this week you can", classes=["week-outcomes"])
        return nodes.container("", fields, says, *outcomes, classes=["week-header"])


class WeekDirective(SphinxDirective):
    """``.. week::``: the header box of a week; its content is one bullet list of outcomes."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a placeholder with the outcomes in it."""
        header = WeekHeader("", *self.parse_content_to_nodes())
        self.set_source_info(header)
        if len(header) != 1 or not isinstance(header[0], nodes.bullet_list):
            message = (
                "the content of `week` is not one bullet list: write the outcomes as things the "
                'reader can do, each after "- "'
            )
            report(self.env, WeekError(header, message))
        return [header]


class ScheduleDirective(SphinxDirective):
    """``.. schedule::``: all weeks, block by block."""

    def run(self) -> list[nodes.Node]:
        """Return a placeholder."""
        mention(self.env, "plan")
        return [Schedule()]


class MapDirective(SphinxDirective):
    """``.. builds-on-map::``: the picture of what builds on what; its content is the caption."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a figure with a placeholder for the picture in it."""
        mention(self.env, "plan")
        figure = nodes.figure("", BuildsOnMap(), classes=["builds-on-map"])
        self.set_source_info(figure)
        for first in self.parse_content_to_nodes()[:1]:
            figure += nodes.caption("", "", *first.children)
        return [figure]


class WeekRole(ReferenceRole):
    """``:week:`2```, or ``:week:`text <2>```: a link to a week, with its title to hover over."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the mention, or an error with the line for a week that is not planned."""
        weeks = plan_of(self.env).weeks
        if not (self.target.isdecimal() and int(self.target) in weeks):
            message = self.inliner.reporter.error(
                f'the plan (docs/course.toml) has no week "{self.target}": '
                f"name one of 1 to {len(weeks)}",
                line=self.lineno,
            )
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        mention(self.env, "links")
        number = int(self.target)
        text = self.title if self.has_explicit_title else f"week {number}"
        return [WeekLink("", text, number=number, remark=False)], []


def report(env: BuildEnvironment, error: WeekError) -> None:
    """Show what is wrong, with file and line, and remember that the build must stop."""
    logger.error("%s", error, location=(env.docname, error.line), type="weeks")
    env.metadata[env.docname]["week_is_wrong"] = True


def stop(app: Sphinx, env: BuildEnvironment) -> None:
    """Once all pages are read and all faults shown: stop, before anything is kept or written."""
    if any("week_is_wrong" in data for data in env.metadata.values()):
        raise WeeksStop("The build has stopped: mend the weeks as said above.")


def add_css(app: Sphinx, _page: str, _template: str, context: dict[str, Any], *_: object) -> None:
    """Link the style of headers and schedule, on pages which have one."""
    if re.search(r'class="[^"]*(week-header|schedule)\b', context.get("body", "")):
        app.add_css_file("weeks.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the parts; see https://www.sphinx-doc.org/en/master/extdev/appapi.html."""
    app.setup_extension("weekshown")
    app.setup_extension("weeknumbers")
    app.add_directive("week", WeekDirective)
    app.add_directive("schedule", ScheduleDirective)
    app.add_directive("builds-on-map", MapDirective)
    app.add_role("week", WeekRole())
    app.add_role("version", versions.VersionRole())
    app.add_transform(ReadWeek)
    app.connect("env-updated", stop, priority=100)
    app.connect("html-page-context", add_css)
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}

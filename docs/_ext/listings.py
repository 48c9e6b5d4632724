"""Sphinx extension: show the code, the terminal sessions and the exercises of ``examples/``.

Directives: ``example``, ``transcript``, ``exercise`` (with ``hint`` and ``solution`` in it),
``question`` (with ``answer`` in it) and ``typed``. docs/contributing/listings.md tells authors how
to use them. All of them make the nodes that Sphinx's own directives make, so that no builder needs
to know about them.

What keeps pages true is checked here too: code that was typed into a page, files that no page
shows, and exceptions (docs/exceptions.toml) that nothing needs. Every message names the place and
the cure.
"""

from __future__ import annotations

import difflib
import filecmp
import os
import posixpath
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import consoles
import cuts
import exceptions
from cuts import ListingError
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

logger = logging.getLogger(__name__)
warn = partial(logger.warning, type="examples")

WEEK = re.compile(r"week(\d\d)_\w+")
OWN_KINDS = ("typed", "unshown")
KINDS = {
    "predict": "predict",
    "order": "order the lines",
    "fill": "fill in",
    "mend": "mend the bug",
    "transfer": "a new case",
}
TYPED = {  # what may be typed, and how Pygments calls it where no language is given
    "pseudocode": "text",
    "wire-format": "text",
    "json-shape": "text",
    "shell-syntax": "console",
    "configuration": "ini",
}
REFUSED = (
    "lines",
    "emphasize-lines",
    "emphasise-lines",
    "start-after",
    "start-at",
    "end-before",
    "end-at",
    "lineno-match",
    "diff",
)


# Where things are


def examples_root(env: BuildEnvironment) -> Path:
    """Return the folder of all examples, as an absolute path."""
    return Path(os.path.normpath(env.srcdir / env.config.examples_root))


def label_of(env: BuildEnvironment, path: str) -> str:
    """Return how messages call the file ``path`` below the examples: from the repository's root."""
    return posixpath.normpath(posixpath.join(examples_root(env).name, path))


def page_label(env: BuildEnvironment, docname: str) -> str:
    """Return how messages and exceptions call a page: from the repository's root."""
    return posixpath.join(env.srcdir.name, env.doc2path(docname, base=False).as_posix())


def excused(env: BuildEnvironment) -> exceptions.Exceptions:
    """Read the exceptions of this project.

    :raises exceptions.ExceptionsError: the file is wrong
    """
    return exceptions.load(env.srcdir / "exceptions.toml", f"{env.srcdir.name}/exceptions.toml")


def page_of(env: BuildEnvironment, docname: str) -> dict[str, Any]:
    """Return what is noted about a page: files shown, code typed, exceptions used, exercises."""
    pages = all_pages(env)
    return pages.setdefault(docname, {"shown": set(), "typed": [], "used": set(), "exercises": []})


def all_pages(env: BuildEnvironment) -> dict[str, dict[str, Any]]:
    """Return the notes about all pages, by document name."""
    if not hasattr(env, "examples_pages"):
        env.examples_pages = {}  # type: ignore[attr-defined]
    return env.examples_pages  # type: ignore[attr-defined,no-any-return]


# Directives


class Unnumbered(nodes.container):
    """The container of a listing while numbers are given: Sphinx passes over this class."""


def refused(argument: str) -> str:
    """Refuse an option of literalinclude that counts lines or searches text.

    :raises ValueError: always
    """
    raise ValueError(
        "listings are cut by name: use :pyobject: or :part:, and :emphasise: for lines to emphasise"
    )


def names(argument: str | None) -> list[str]:
    """Read an option that holds names, separated by commas.

    :raises ValueError: there is none, or one stands twice
    """
    found = [name.strip() for name in (argument or "").split(",")]
    if not all(found):
        raise ValueError("give one name, or several separated by commas")
    if len(set(found)) < len(found):
        raise ValueError("a name stands twice; remove one")
    return found


class FromExamples(SphinxDirective):
    """What the directives share: finding a file, and making the nodes of a listing."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes; report what is wrong with file and line, and show nothing."""
        try:
            return self.build()
        except ListingError as error:
            warn("%s: %s", self.name, error, location=self.get_location())
            return []

    def build(self) -> list[nodes.Node]:
        """Return the nodes of this directive.

        :raises ListingError: what it asks for cannot be shown
        """
        raise NotImplementedError

    def room(self) -> str:
        """Return the name of the week's folder below the examples.

        :raises ListingError: this page is not a week's
        """
        folder, _, name = self.env.docname.rpartition("/")
        if folder != "weeks":
            raise ListingError(
                "this page is not in docs/weeks/, so it has no folder of examples; "
                "write the path from examples/ on, with / first"
            )
        return name

    def find(self, argument: str, below: str = "", suffix: str = "") -> tuple[str, Path]:
        """Return the file that ``argument`` means: its path below the examples, and where it is.

        The page is built again when the file changes, and the file counts as shown.

        :param below: the folder of the room where such files are
        :raises ListingError: there is no such file; near names are suggested
        """
        absolute = argument.startswith("/")
        if absolute and below:  # /week02_.../one_request for a transcript
            room, _, argument = argument[1:].partition("/")
        else:
            room = "" if absolute else self.room()
        path = posixpath.normpath(posixpath.join(room, below, argument.lstrip("/") + suffix))
        root = examples_root(self.env)
        file = root / path
        if path.startswith("../"):
            raise ListingError(f"{argument} is outside of {root.name}/; show files from there only")
        self.env.note_dependency(file)
        if not file.is_file():
            raise ListingError(self.missing(path, room))
        page_of(self.env, self.env.docname)["shown"].add(path)
        return path, file

    def missing(self, path: str, room: str) -> str:
        """Return a message about a file that does not exist, with names that do."""
        root = examples_root(self.env)
        label = label_of(self.env, path)
        if not (root / path.split("/")[0]).is_dir():
            return f"no folder {label_of(self.env, path.split('/')[0])}/; make it, or mend the name"
        folder, name = posixpath.split(path)
        files = example_files(root / (room or folder), root)
        near = difflib.get_close_matches(path, files, n=1, cutoff=0.8)
        if near and posixpath.dirname(near[0]) != folder:
            return f"no file {label}. Did you mean {label_of(self.env, near[0])}?"
        beside = [posixpath.basename(f) for f in files if posixpath.dirname(f) == folder]
        return f"no file {label}. {cuts.choices(name, beside, 'files', 'Its folder has')}"

    def listing(
        self,
        cut: cuts.Cut,
        path: str,
        language: str,
        caption: nodes.caption,
        numbered: bool = True,
    ) -> nodes.Element:
        """Return the nodes of a listing, as Sphinx's literalinclude makes them."""
        literal = self.literal(cut.text, path, language)
        if cut.emphasised:
            literal["highlight_args"]["hl_lines"] = list(cut.emphasised)
        return self.captioned(literal, caption, numbered)

    def literal(self, text: str, origin: str, language: str) -> nodes.literal_block:
        """Return a block of code that knows where it comes from."""
        label = label_of(self.env, origin)
        literal = nodes.literal_block(text, text, language=language, force=False)
        literal["highlight_args"] = {}
        literal["origin"] = label  # what has no origin was typed into the page: see check_typed
        self.set_source_info(literal)
        return literal

    def captioned(
        self,
        literal: nodes.literal_block,
        caption: nodes.caption | None,
        numbered: bool = True,
    ) -> nodes.Element:
        """Put a block and its caption together.

        The container of a listing without a number becomes one like the others when the numbers
        have been given: see :func:`finish`.
        """
        if caption is None:
            return literal
        caption.source, caption.line = literal.source, literal.line
        node = nodes.container("") if numbered else Unnumbered("")
        node += [caption, literal]
        node["classes"].append("literal-block-wrapper")
        if numbered:
            node["literal_block"] = True
        return node

    def caption(self, *before: nodes.Node) -> nodes.caption:
        """Return a caption: what stands in ``before``, then the :caption: of the directive."""
        caption = nodes.caption("", "", *before)
        if text := self.options.get("caption", ""):
            if before:
                caption += nodes.Text(": ")
            found, messages = self.parse_inline(text)
            caption.extend(found)
            caption.extend(messages)
        return caption

    def identify(self, node: nodes.Element, *words: str) -> None:
        """Give ``node`` an id made of ``words``, the same while the page around it changes.

        A label given by :name: is the id.
        """
        if "name" in self.options:
            self.add_name(node)
            return
        wanted = nodes.make_id("-".join(words))
        unique, number = wanted, 2
        while unique in self.state.document.ids:
            unique, number = f"{wanted}-{number}", number + 1
        node["ids"].append(unique)
        self.state.document.ids[unique] = node


class Example(FromExamples):
    """``.. example:: steps/x.py``: a listing cut by name from a file in ``examples/``."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "pyobject": names,
        "part": names,
        "emphasise": names,
        "caption": directives.unchanged_required,
        "name": directives.unchanged_required,
        "language": directives.unchanged_required,
        **dict.fromkeys(REFUSED, refused),
    }

    def build(self) -> list[nodes.Node]:
        """Return the listing, with the file's name in its caption."""
        argument = self.arguments[0]
        objects, parts = self.options.get("pyobject", []), self.options.get("part", [])
        if objects and parts:
            raise ListingError("give :pyobject: or :part:, not both")
        if argument.endswith(".console"):
            raise ListingError("show a terminal session with the directive `transcript`")
        path, file = self.find(argument)
        source = cuts.read(file, label_of(self.env, path))
        cut = cuts.cut(source, objects, parts, self.options.get("emphasise", []))
        language = self.options.get("language") or cuts.LANGUAGES.get(file.suffix)
        if not language:
            raise ListingError(
                f"{source.label}: no language is known for `{file.suffix or file.name}`; "
                "give one with :language:"
            )
        shown = argument.lstrip("/")
        title: list[nodes.Node] = [nodes.literal(shown, shown)]
        if not cut.whole:
            title.append(nodes.Text(" (excerpt)"))
        listing = self.listing(cut, path, language, self.caption(*title))
        self.identify(listing, shown, *objects, *parts)
        return [listing]


class Transcript(FromExamples):
    """``.. transcript:: NAME``: a recorded terminal session, or a part of it."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "terminal": directives.unchanged_required,
        "command": directives.positive_int,
        "caption": directives.unchanged_required,
        "name": directives.unchanged_required,
        **dict.fromkeys(REFUSED, refused),
    }

    def build(self) -> list[nodes.Node]:
        """Return one block for each terminal, in the order in which things happened."""
        argument = self.arguments[0]
        try:
            path, file = self.find(argument, "transcripts", ".console")
        except ListingError as error:
            raise ListingError(
                f"{error} Write the file with its commands, and {consoles.RECORD}"
            ) from None
        label = label_of(self.env, path)
        blocks = consoles.select(
            consoles.read(file, label),
            label,
            self.options.get("terminal"),
            self.options.get("command"),
        )
        return [self.block(argument, path, block) for block in blocks]

    def block(self, argument: str, path: str, block: consoles.Block) -> nodes.Element:
        """Return the nodes of what one terminal shows."""
        literal = self.literal("\n".join(block.lines) + "\n", path, "terminal")
        caption = None
        if "caption" in self.options:
            caption = self.caption()
            if block.terminal:
                caption += nodes.Text(f" (terminal: {block.terminal})")
        elif block.terminal:
            caption = self.caption(nodes.Text(f"Terminal: {block.terminal}"))
        node = self.captioned(literal, caption, numbered=False)
        node["classes"].append("transcript")
        self.identify(node, "transcript", argument, block.terminal)
        self.options.pop("caption", None)  # it stands at the first block, as a label does
        return node


class Exercise(FromExamples):
    """``.. exercise:: NAME``: the task, the code that is given, hints, and the solution, folded."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "kind": partial(directives.choice, values=tuple(KINDS)),
        "title": directives.unchanged_required,
    }

    def build(self) -> list[nodes.Node]:
        """Return a box with everything that belongs to the exercise."""
        name = self.arguments[0]
        for option in ("kind", "title"):
            if option not in self.options:
                raise ListingError(f"give :{option}: to exercise {name}")
        if not self.content:
            raise ListingError(f"exercise {name} has no text; write the task below its options")
        week = WEEK.fullmatch(self.room())
        if not week:
            raise ListingError("exercises stand on the page of a week, docs/weeks/weekNN_name.rst")
        number = int(self.env.current_document.get("exercises", 0)) + 1
        self.env.current_document["exercises"] = number
        called = f"Exercise {int(week[1])}.{number}"

        for file_name in ("exercise.py", "solution.py", "test_exercise.py"):
            self.find(f"exercises/{name}/{file_name}")
        given = self.code(name, "exercise.py")
        solution_code = self.code(name, "solution.py")

        title, messages = self.parse_inline(self.options["title"])
        box = nodes.admonition("", classes=["exercise", f"exercise-{self.options['kind']}"])
        self.set_source_info(box)
        box += nodes.title(
            "", "", nodes.Text(f"{called} ({KINDS[self.options['kind']]}): "), *title
        )
        box += messages
        self.label(box, name, called)
        task, hints, solution = self.parts(called)
        box.extend(task)
        box += given
        if number == 1:
            box.extend(self.check(int(week[1])))
        box.extend(hints)
        solution += solution_code
        box += solution
        return [box]

    def code(self, name: str, file_name: str) -> nodes.Element:
        """Return the listing of one file of the exercise."""
        relative = f"exercises/{name}/{file_name}"
        path, file = self.find(relative)
        cut = cuts.cut(cuts.read(file, label_of(self.env, path)))
        caption = nodes.caption("", "", nodes.literal(relative, relative))
        listing = self.listing(cut, path, "python", caption, numbered=False)
        self.identify(listing, relative)
        return listing

    def label(self, box: nodes.Element, name: str, called: str) -> None:
        """Make ``:ref:`exercise-NAME``` work, with the number as its text."""
        self.identify(box, "exercise", name)
        std = self.env.domains.standard_domain
        key = f"exercise-{name}".lower()
        note = page_of(self.env, self.env.docname)["exercises"]
        note.append((key, self.get_source_info()[1]))
        std.labels[key] = (self.env.docname, box["ids"][0], called)
        std.anonlabels[key] = (self.env.docname, box["ids"][0])

    def parts(self, called: str) -> tuple[list[nodes.Node], list[nodes.Node], nodes.admonition]:
        """Parse the content: the task, the hints, and the solution (made where none is written)."""
        task: list[nodes.Node] = []
        hints: list[nodes.Node] = []
        solution: nodes.admonition | None = None
        for node in self.parse_content_to_nodes():
            if isinstance(node, nodes.hint):
                node.setdefault("collapsible", "closed")
                hints.append(node)
            elif isinstance(node, nodes.admonition) and "solution" in node["classes"]:
                if solution is not None:
                    raise ListingError(f"{called} has two solutions; put both texts into one")
                solution = node
            else:
                task.append(node)
        return task, hints, solution or folded("Solution", "solution")

    def check(self, week: int) -> Iterator[nodes.Node]:
        """Return what a reader does to check an answer; it stands once on a page."""
        given, own = nodes.literal("", "exercise.py"), nodes.literal("", "mine.py")
        yield nodes.paragraph(
            "",
            "",
            nodes.Text("The command below copies each "),
            given,
            nodes.Text(" of this week to a "),
            own,
            nodes.Text(" beside it. Work there, and give the command again to check your answers:"),
        )
        command = f"$ python3 -m nox -s week -- {week} --mine\n"
        yield self.literal(command, "../noxfile.py", "terminal")


def folded(title: str, kind: str, *content: nodes.Node) -> nodes.admonition:
    """Return an admonition of class ``kind`` that a browser shows closed."""
    return nodes.admonition(
        "", nodes.title("", title), *content, classes=[kind], collapsible="closed"
    )


class Folded(SphinxDirective):
    """``.. solution::`` inside an exercise, ``.. answer::`` inside a question."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a closed admonition that holds the content."""
        self.assert_has_content()
        node = folded(self.name.capitalize(), self.name, *self.parse_content_to_nodes())
        self.set_source_info(node)
        return [node]


class Question(SphinxDirective):
    """``.. question::``: a question that the reader answers from memory, its answer folded."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the question with its number on the page."""
        number = int(self.env.current_document.get("questions", 0)) + 1
        self.env.current_document["questions"] = number
        content = self.parse_content_to_nodes()
        answers = [n for n in content if isinstance(n, nodes.Element) and "answer" in n["classes"]]
        if len(answers) != 1 or content[-1] is not answers[0] or len(content) < 2:
            warn(
                "question %d needs its text, and then one `.. answer::` indented like the text",
                number,
                location=self.get_location(),
            )
            return []
        if isinstance(content[0], nodes.paragraph):
            content[0].insert(0, nodes.strong("", f"Question {number}."))
            content[0].insert(1, nodes.Text(" "))
        node = nodes.container("", *content, classes=["question"])
        self.set_source_info(node)
        return [node]


class Typed(SphinxDirective):
    """``.. typed::``: code that does not run, typed into the page for a reason that is given."""

    has_content = True
    optional_arguments = 1  # Pygments' name of the language
    option_spec: ClassVar[OptionSpec] = {
        "kind": partial(directives.choice, values=tuple(TYPED)),
        "reason": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the block, and count it."""
        missing = [option for option in ("kind", "reason") if not self.options.get(option)]
        if missing or not self.content:
            lack = f"option :{missing[0]}:" if missing else "content"
            warn(
                "typed: %s is missing; give :kind: (%s), :reason:, and the text below",
                lack,
                ", ".join(TYPED),
                location=self.get_location(),
            )
            return []
        text = "\n".join(self.content) + "\n"
        kind = self.options["kind"]
        language = self.arguments[0] if self.arguments else TYPED[kind]
        literal = nodes.literal_block(text, text, language=language, force=False)
        literal["highlight_args"] = {}
        literal["classes"] += ["typed", f"typed-{kind}"]
        literal["origin"] = f"typed: {kind}"
        self.set_source_info(literal)
        _, line = self.get_source_info()
        self.env.note_dependency(self.env.srcdir / "exceptions.toml")
        page_of(self.env, self.env.docname)["typed"].append(line)
        return [literal]


# Checks


def check_typed(app: Sphinx, document: nodes.document) -> None:
    """Report code in a page that none of our directives made."""
    env = app.env
    here = page_label(env, env.docname)
    for node in document.findall():
        if not isinstance(node, (nodes.literal_block, nodes.doctest_block)) or "origin" in node:
            continue
        if isinstance(node.parent, nodes.system_message):  # quotes what was wrong
            continue
        if "source" in node:
            warn(
                "a listing taken by `literalinclude`; use the directive `example`, "
                "which cuts by name",
                location=node,
            )
            continue
        env.note_dependency(env.srcdir / "exceptions.toml")
        try:
            entry = excused(env).find("typed", here)
        except exceptions.ExceptionsError:
            return  # reported once, by check_all
        if entry:
            page_of(env, env.docname)["used"].add(entry.where)
            continue
        warn(
            "code is typed into the page (%r ...); show it from examples/ with `example` or "
            "`transcript`, or, where it is no code that runs, with `typed`",
            node.astext().strip().partition("\n")[0][:40],
            location=node,
        )


def example_files(folder: Path, root: Path) -> list[str]:
    """Return the files below ``folder`` that a page could show, as paths below ``root``, sorted."""
    found = []
    for where, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if f != "__pycache__" and not f.startswith(".")]
        relative = Path(where).relative_to(root)
        found += [(relative / f).as_posix() for f in files if not f.endswith(".pyc")]
    return sorted(found)


def must_be_shown(root: Path, path: str) -> bool:
    """Tell whether a page has to show this file: not tests, readers' files and empty packages."""
    name = posixpath.basename(path)
    if name in ("mine.py", "conftest.py") or name.startswith((".", "test_")):
        return False
    return name != "__init__.py" or cuts.does_something(root / path)


def shown_before(root: Path, path: str, shown: set[str]) -> bool:
    """Tell whether a page shows a file of this name elsewhere, and that one is the same.

    A reader who goes on with the program of an earlier week has these files; the room has them, too, so
    that it is whole. The same goes for a second application, in a folder of its room. Names are paths
    below the room.
    """
    return any(
        path.endswith(f"/{other.partition('/')[2]}")
        and filecmp.cmp(root / other, root / path, shallow=False)
        for other in shown
    )


def check_all(app: Sphinx, env: BuildEnvironment) -> None:
    """Report what only the whole book can tell: files not shown, limits, stale exceptions."""
    try:
        allowed = excused(env)
    except exceptions.ExceptionsError as error:
        warn("%s", error)
        return
    pages = [all_pages(env)[name] for name in sorted(all_pages(env))]
    wheres = {where for page in pages for where in page["used"]}
    used = {e for e in allowed.entries if e.kind == "typed" and e.where in wheres}
    shown = set().union(*(page["shown"] for page in pages))
    root = examples_root(env)
    for docname in sorted(d for d in env.found_docs if d.startswith("weeks/")):
        room = root / docname.removeprefix("weeks/")
        for path in example_files(room, root):
            if path in shown or not must_be_shown(root, path) or shown_before(root, path, shown):
                continue
            if entry := allowed.find("unshown", label_of(env, path)):
                used.add(entry)
                continue
            warn(
                "no page shows %s: show it with %s, remove it, or excuse it in %s",
                label_of(env, path),
                directive_for(path),
                allowed.file,
                location=docname,
            )
    check_labels(env)
    check_limit(env, allowed)
    for entry in allowed.stale(OWN_KINDS, used):
        warn(
            "the exception %s for %s is not needed any more; remove it",
            entry.kind,
            entry.where,
            location=f"{allowed.file}:{entry.line}",
        )


def directive_for(path: str) -> str:
    """Return which directive shows a file such as ``path``."""
    if path.endswith(".console"):
        return "`transcript`"
    return "`exercise`" if "/exercises/" in path else "`example`"


def check_labels(env: BuildEnvironment) -> None:
    """Report exercises of the same name: their labels would be the same."""
    places: dict[str, str] = {}
    for docname, page in sorted(all_pages(env).items()):
        for key, line in page["exercises"]:
            place = f"{page_label(env, docname)}:{line}"
            if key in places:
                warn(
                    "the label %s is used by the exercise at %s too; rename one of the folders",
                    key,
                    places[key],
                    location=(docname, line),
                )
            places[key] = place


def check_limit(env: BuildEnvironment, allowed: exceptions.Exceptions) -> None:
    """Report a count of typed code that is not the one in the file of exceptions."""
    places = [
        f"{page_label(env, name)}:{line}"
        for name, page in sorted(all_pages(env).items())
        for line in sorted(page["typed"])
    ]
    limit = allowed.limit("typed")
    if len(places) > limit:
        warn(
            "%d pieces of code are typed into pages, the limit is %d: %s. Show the new one from "
            "examples/, or raise `typed` in [limits] and say why in the review",
            len(places),
            limit,
            ", ".join(places),
            location=f"{allowed.file}:{allowed.limits_line}",
        )
    elif len(places) < limit:
        warn(
            "%d pieces of code are typed into pages, the limit is %d: "
            "lower `typed` in [limits] to %d, for the count only falls",
            len(places),
            limit,
            len(places),
            location=f"{allowed.file}:{allowed.limits_line}",
        )


# Sphinx's events


def purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a page that is about to be read again."""
    all_pages(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take over what another process has read."""
    all_pages(env).update({n: p for n, p in all_pages(other).items() if n in docnames})


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Have the checks made again when files came or went, though no page changed.

    Sphinx checks the whole only when it has read a page, so the first page is read again.
    """
    root = examples_root(env)
    rooms = [d.removeprefix("weeks/") for d in env.found_docs if d.startswith("weeks/")]
    toml = env.srcdir / "exceptions.toml"
    state = (
        [path for room in sorted(rooms) for path in example_files(root / room, root)],
        toml.stat().st_mtime_ns if toml.exists() else 0,
    )
    before = getattr(env, "examples_state", None)
    env.examples_state = state  # type: ignore[attr-defined]
    return [] if before in (None, state) else [env.config.root_doc]


def finish(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make the last changes before writing, when listings have their numbers.

    Hints and solutions are shown open where nobody can click: everywhere but in HTML.
    """
    for node in list(doctree.findall(Unnumbered)):
        attributes = {**node.attributes, "literal_block": True}
        node.replace_self(nodes.container("", *node.children, **attributes))
    if app.builder.format == "html" and app.builder.name != "epub":
        return
    for node in doctree.findall(nodes.Admonition):
        node.attributes.pop("collapsible", None)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register directives, checks and the configuration value ``examples_root``."""
    app.add_config_value("examples_root", "../examples", "env", str)
    app.add_lexer("terminal", consoles.TerminalLexer)
    app.add_directive("example", Example)
    app.add_directive("transcript", Transcript)
    app.add_directive("exercise", Exercise)
    app.add_directive("solution", Folded)
    app.add_directive("question", Question)
    app.add_directive("answer", Folded)
    app.add_directive("typed", Typed)
    app.connect("doctree-read", check_typed)
    app.connect("doctree-resolved", finish)
    app.connect("env-check-consistency", check_all)
    app.connect("env-get-outdated", outdated)
    app.connect("env-merge-info", merge)
    app.connect("env-purge-doc", purge)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }

"""Listings, transcripts and exercises on pages: the nodes they make, and what each mistake says."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from docutils import nodes
from sphinx.testing.util import SphinxTestApp

Show = Callable[..., SimpleNamespace]

ROOM = "examples/week02_sockets"
PAGE = "docs/weeks/week02_sockets.rst"
INDEX = "Book\n####\n\n.. toctree::\n   :glob:\n\n   **\n"
STEP = '''\
"""Answer one request."""

# part: limits
LIMIT = 1024  # bytes
# end: limits


def handle(request):
    # emphasise: reply
    reply = b"A heron."
    # end: reply
    return reply
'''
STYLE = "/* part: text */\np { color: black; }\n/* end: text */\na { color: navy; }\n"
SESSION = """\
@terminal server
$ python one.py
Listening on 8000
@terminal client
$ python ask.py
HTTP/1.1 200 OK
@terminal server
^C
"""
EXERCISE = {
    f"{ROOM}/exercises/order/exercise.py": "LETTERS = 'ba'\n",
    f"{ROOM}/exercises/order/solution.py": "LETTERS = 'ab'\n",
    f"{ROOM}/exercises/order/test_exercise.py": "def test_it(): ...\n",
}
ORDER = """\
.. exercise:: order
   :kind: order
   :title: The *letters*

   Put them in order.

   .. hint::

      The alphabet helps.

   .. solution::

      It begins with a.
"""


@pytest.fixture
def show(build: Show) -> Show:
    """Return a function that builds the page of a week with the text and the files given."""

    apps: list[SphinxTestApp] = []

    def run(text: str, files: dict[str, str] | None = None, **conf: object) -> SimpleNamespace:
        for app in apps:
            app.cleanup()  # what it registered, before there is another
        tree = {"docs/index.rst": INDEX, PAGE: f"Sockets\n#######\n\n{text}\n", **(files or {})}
        settings = {"extensions": ["listings"], "builder": "dummy", **conf}
        built = build(tree, **settings)
        apps.append(built.app)
        return built

    return run


@pytest.fixture
def complaints(show: Show) -> Callable[..., None]:
    """Return a function that builds a page of wrong directives and compares what is said of each.

    ``cases`` are pairs of a directive and a pattern; there must be one warning for each of them, with
    the line where the directive stands, and none besides.
    """

    def run(cases: list[tuple[str, str]], files: dict[str, str], **conf: object) -> None:
        text, wanted = "", []
        for directive, pattern in cases:
            wanted.append((4 + text.count("\n"), pattern))
            text += directive.rstrip("\n") + "\n\n.. \n\n"  # an empty comment ends a block
        warnings = plain(show(text, files, **conf).warnings)
        said = re.findall(
            r"^\S+week02_sockets\.rst:(\d+): (?:WARNING|ERROR): (.*?)(?=^/|\Z)",
            warnings,
            re.DOTALL | re.MULTILINE,
        )
        assert [int(line) for line, _ in said] == [line for line, _ in wanted], warnings
        assert warnings.count("WARNING:") + warnings.count("ERROR:") == len(said), warnings
        for (_, message), (_, pattern) in zip(said, wanted, strict=True):
            assert re.search(pattern, message, re.DOTALL), (pattern, message)

    return run


@pytest.fixture
def complaint(show: Show) -> Callable[..., str]:
    """Return a function that builds a page and returns its one warning, with its place."""

    def run(text: str, files: dict[str, str] | None = None, **conf: object) -> str:
        warnings = plain(show(text, files, **conf).warnings)
        assert warnings.count("WARNING:") + warnings.count("ERROR:") == 1, warnings
        return warnings

    return run


def plain(warnings: str) -> str:
    """Return warnings without the colours of a terminal."""
    return re.sub(r"\x1b\[[\d;]*m", "", warnings).strip()


def page(built: SimpleNamespace) -> nodes.document:
    """Return the doctree of the week's page as a builder gets it."""
    app = built.app
    return app.env.get_and_resolve_doctree("weeks/week02_sockets", app.builder, tags=app.tags)


def code(built: SimpleNamespace) -> list[str]:
    """Return the texts of the blocks on the page."""
    return [node.astext() for node in page(built).findall(nodes.literal_block)]


def captions(built: SimpleNamespace) -> list[str]:
    """Return the texts of the captions on the page."""
    return [node.astext() for node in page(built).findall(nodes.caption)]


# Listings


def test_a_listing_is_what_literalinclude_makes(show):
    built = show(
        ".. example:: steps/one.py\n   :pyobject: handle\n   :emphasise: reply\n"
        "   :caption: The *answer*\n   :name: answer\n\n"
        ".. example:: steps/page.css\n   :part: text\n\nSee :numref:`answer` and :ref:`answer`.",
        {f"{ROOM}/steps/one.py": STEP, f"{ROOM}/steps/page.css": STYLE},
        numfig=True,
    )
    assert built.warnings == ""
    assert code(built) == [
        'def handle(request):\n    reply = b"A heron."\n    return reply\n',
        "p { color: black; }\n",
    ]
    first, second = page(built).findall(nodes.container)
    assert first["literal_block"]
    assert first["classes"] == ["literal-block-wrapper"]
    assert first["ids"] == ["answer"]
    assert second["ids"] == ["steps-page-css-text"]
    assert first[1]["language"] == "python"
    assert first[1]["highlight_args"] == {"hl_lines": [2]}
    assert second[1]["language"] == "css"
    assert captions(built) == [
        "steps/one.py (excerpt): The answer",
        "steps/page.css (excerpt)",
    ]
    assert "See Listing 1 and steps/one.py (excerpt): The answer." in page(built).astext()


def test_a_whole_file_and_its_ids(show):
    built = show(
        ".. example:: steps/one.py\n\n.. example:: steps/one.py", {f"{ROOM}/steps/one.py": STEP}
    )
    assert built.warnings == ""
    assert captions(built) == ["steps/one.py", "steps/one.py"]
    ids = [node["ids"] for node in page(built).findall(nodes.container)]
    assert ids == [["steps-one-py"], ["steps-one-py-2"]]


def test_pages_that_are_no_weeks_name_the_room(show):
    built = show(
        ".. example:: steps/one.py",
        {
            f"{ROOM}/steps/one.py": STEP,
            f"{ROOM}/transcripts/one.console": SESSION,
            "docs/other.rst": "Other\n#####\n\n.. example:: /week02_sockets/steps/one.py\n\n"
            ".. transcript:: /week02_sockets/one\n",
        },
    )
    assert built.warnings == ""
    other = built.app.env.get_doctree("other")
    assert "week02_sockets/steps/one.py" in other.astext()
    assert "Listening on 8000" in other.astext()


def test_another_root(show):
    built = show(
        ".. example:: one.py",
        {"code/week02_sockets/one.py": "1\n"},
        examples_root="../code",
    )
    assert built.warnings == ""
    assert code(built) == ["1\n"]


WRONG_LISTINGS = [
    ("steps/onee.py", r"no file examples/week02_sockets/steps/onee\.py\. Did you mean `one\.py`\?"),
    ("one.py", r"no file .*/one\.py\. Did you mean examples/week02_sockets/steps/one\.py\?"),
    ("steps/x", r"no file .*steps/x\. Its folder has: one\.py, test_one\.py"),
    ("/week03/x.py", r"no folder examples/week03/; make it, or mend the name"),
    ("../../conf.py", r"\.\./\.\./conf\.py is outside of examples/; show files from there only"),
    ("steps/one.console", r"show a terminal session with the directive `transcript`"),
    ("steps/one.py\n   :pyobject: hanndle", r"examples/.*one\.py has no object `hanndle`"),
    ("steps/one.py\n   :pyobject: a\n   :part: b", r"give :pyobject: or :part:, not both"),
    ("steps/one.py\n   :lines: 1-2", r"listings are cut by name: use :pyobject: or :part:"),
    ("steps/one.py\n   :emphasize-lines: 1", r"cut by name: .* :emphasise: for lines"),
    ("steps/one.py\n   :start-after: x", r"listings are cut by name"),
    ("steps/one.py\n   :part: limits,", r"give one name, or several separated by commas"),
    ("steps/one.py\n   :part: a, a", r"a name stands twice; remove one"),
]


def test_wrong_listings(complaints):
    complaints(
        [(f".. example:: {text}", message) for text, message in WRONG_LISTINGS],
        {f"{ROOM}/steps/one.py": STEP, f"{ROOM}/steps/test_one.py": ""},
    )


def test_a_language_that_nobody_knows(complaint, show):
    files = {f"{ROOM}/steps/one.zig": "x\n"}
    found = complaint(".. example:: steps/one.zig", files)
    assert "one.zig: no language is known for `.zig`; give one with :language:" in found
    assert show(".. example:: steps/one.zig\n   :language: text", files).warnings == ""


def test_a_room_is_needed(complaint):
    files = {"docs/other.rst": "Other\n#####\n\n.. example:: steps/one.py\n"}
    found = complaint("Text.", files)
    assert "other.rst:4: WARNING: example: this page is not in docs/weeks/" in found
    assert "write the path from examples/ on, with / first" in found


# Transcripts


def test_a_session_is_shown_by_terminal(show):
    built = show(
        ".. transcript:: one\n\n.. transcript:: one\n   :terminal: server\n   :caption: It *starts*"
        "\n   :name: start\n\n.. transcript:: plain\n\nSee :ref:`the start <start>`.",
        {
            f"{ROOM}/transcripts/one.console": SESSION,
            f"{ROOM}/transcripts/plain.console": "$ ls\none.py\n",
        },
        numfig=True,
    )
    assert built.warnings == ""
    assert code(built) == [
        "$ python one.py\nListening on 8000\n",
        "$ python ask.py\nHTTP/1.1 200 OK\n",
        "^C\n",
        "$ python one.py\nListening on 8000\n^C\n",
        "$ ls\none.py\n",
    ]
    assert captions(built) == [
        "Terminal: server",
        "Terminal: client",
        "Terminal: server",
        "It starts (terminal: server)",
    ]
    blocks = list(page(built).findall(nodes.literal_block))
    assert {block["language"] for block in blocks} == {"terminal"}
    wrappers = list(page(built).findall(nodes.container))
    assert {tuple(w["classes"]) for w in wrappers} == {("literal-block-wrapper", "transcript")}
    assert all(w["literal_block"] for w in wrappers)
    assert wrappers[3]["ids"] == ["start"]
    assert blocks[-1]["classes"] == ["transcript"]


def test_label_and_caption_of_a_session_stand_at_its_first_block(show):
    built = show(
        ".. transcript:: one\n   :caption: It *starts*\n   :name: start\n",
        {f"{ROOM}/transcripts/one.console": SESSION},
    )
    assert built.warnings == ""
    assert captions(built) == [
        "It starts (terminal: server)",
        "Terminal: client",
        "Terminal: server",
    ]
    ids = [node["ids"] for node in page(built).findall(nodes.container)]
    assert ids == [["start"], ["transcript-one-client"], ["transcript-one-server"]]


def test_sessions_and_exercises_are_not_numbered(show):
    built = show(
        f".. transcript:: one\n\n{ORDER}\n.. example:: steps/one.py\n",
        {
            f"{ROOM}/transcripts/one.console": SESSION,
            f"{ROOM}/steps/one.py": STEP,
            **EXERCISE,
        },
        builder="html",
        numfig=True,
    )
    assert built.warnings == ""
    html = built.text("weeks/week02_sockets.html")
    assert re.findall(r'caption-number">([^<]*)<', html) == ["Listing 1 "]
    assert html.count("code-block-caption") == 6


WRONG_SESSIONS = [
    ("on", r"no file .*transcripts/on\.console\. Did you mean `one\.console`\?.* Write the file"),
    ("new", r"new\.console was never recorded: record it with `nox -s transcripts`"),
    ("one\n   :terminal: sever", r"no terminal `sever`\. Did you mean `server`\?"),
    ("one\n   :command: 3", r"no command 3 to show here; it has: 1, 2"),
    ("one\n   :lines: 3", r"listings are cut by name"),
]


def test_wrong_sessions(complaints):
    complaints(
        [(f".. transcript:: {text}", message) for text, message in WRONG_SESSIONS],
        {
            f"{ROOM}/transcripts/one.console": SESSION,
            f"{ROOM}/transcripts/new.console": "$ ls\n",
        },
    )


# Exercises


def test_an_exercise_is_a_box_with_everything(show):
    second = {name.replace("order", "mend"): text for name, text in EXERCISE.items()}
    mend = ".. exercise:: mend\n   :kind: mend\n   :title: A bug\n\n   Mend it.\n"
    built = show(f"{ORDER}\n{mend}\nSee :ref:`exercise-mend`.", {**EXERCISE, **second})
    assert built.warnings == ""
    one, two = (a for a in page(built).findall(nodes.admonition) if "exercise" in a["classes"])
    assert one[0].astext() == "Exercise 2.1 (order the lines): The letters"
    assert two[0].astext() == "Exercise 2.2 (mend the bug): A bug"
    assert one["ids"] == ["exercise-order"]
    tags = [child.tagname for child in one]
    assert tags == [
        "title", "paragraph", "container", "paragraph", "literal_block", "hint", "admonition",
    ]  # fmt: skip
    assert one[4].astext() == "$ python3 -m nox -s week -- 2 --mine\n"
    assert [child.tagname for child in two] == ["title", "paragraph", "container", "admonition"]
    solution = one[6]
    assert solution["classes"] == ["solution"]
    assert [child.tagname for child in solution] == ["title", "paragraph", "container"]
    assert "LETTERS = 'ab'" in solution.astext()
    assert page(built).astext().endswith("See Exercise 2.2.")


def test_hints_and_solutions_fold_in_html_alone(show):
    text = f"{ORDER}\n.. question::\n\n   Why?\n\n   .. answer::\n\n      So.\n"
    html = show(text, EXERCISE, builder="html").text("weeks/week02_sockets.html")
    assert html.count("<details") == 3
    assert html.count("<summary") == 3
    assert " open=" not in html
    epub = show(text, EXERCISE, builder="epub", version="1", epub_copyright="x")
    assert "<details" not in epub.text("weeks/week02_sockets.xhtml")
    assert "Solution" in epub.text("weeks/week02_sockets.xhtml")


WRONG_EXERCISES = [
    (("   :kind: order\n", ""), r"exercise: give :kind: to exercise order"),
    (("   :title: The *letters*\n", ""), r"exercise: give :title: to exercise order"),
    (("kind: order", "kind: sort"), r'"sort" unknown; choose from "predict", "order"'),
    ((":: order", ":: odrer"), r"no file .*exercises/odrer/exercise\.py\. Did you mean examples/w"),
    ((ORDER[ORDER.index("\n\n") :], "\n"), r"exercise order has no text; write the task below"),
    (("hint::\n\n      The", "solution::\n\n      The"), r"Exercise 2\.\d has two solutions"),
]


def test_wrong_exercises(complaints):
    assert all(change[0] in ORDER for change, _ in WRONG_EXERCISES)
    complaints([(ORDER.replace(*change), message) for change, message in WRONG_EXERCISES], EXERCISE)


@pytest.mark.parametrize("missing", ["solution.py", "test_exercise.py"])
def test_an_exercise_needs_its_three_files(complaint, missing):
    shown = "\n.. example:: exercises/order/solution.py\n" if missing.startswith("test") else ""
    files = {name: text for name, text in EXERCISE.items() if not name.endswith(missing)}
    found = complaint(ORDER + shown, files)
    assert f"no file examples/week02_sockets/exercises/order/{missing}" in found


def test_an_exercise_outside_of_a_week(complaint):
    found = complaint("Text.", {"docs/weeks/other.rst": f"Other\n#####\n\n{ORDER}"})
    assert "exercises stand on the page of a week, docs/weeks/weekNN_name.rst" in found


def test_two_exercises_of_one_name(complaint):
    files = {
        name.replace("week02_sockets", "week03_again"): text for name, text in EXERCISE.items()
    }
    files["docs/weeks/week03_again.rst"] = f"Again\n#####\n\n{ORDER}"
    found = complaint(ORDER, {**EXERCISE, **files})
    assert "week03_again.rst:4: WARNING: the label exercise-order is used by the exercise" in found
    assert "at docs/weeks/week02_sockets.rst:4 too; rename one of the folders" in found


# Questions


def test_questions_are_numbered_and_their_answers_folded(show):
    question = ".. question::\n\n   Why?\n\n   .. answer::\n\n      So.\n\n"
    built = show(question * 2)
    assert built.warnings == ""
    texts = [n.astext() for n in page(built).findall(nodes.container) if "question" in n["classes"]]
    assert texts == ["Question 1. Why?\n\nAnswer\n\nSo.", "Question 2. Why?\n\nAnswer\n\nSo."]
    answers = [n for n in page(built).findall(nodes.admonition) if "answer" in n["classes"]]
    assert len(answers) == 2


def test_a_question_without_question_or_answer(complaints):
    contents = ["Why?", ".. answer:: So.", ".. answer:: So.\n\n   Why?"]
    complaints(
        [
            (f".. question::\n\n   {text}", f"question {n} needs its text, and then one `.. answer")
            for n, text in enumerate(contents, 1)
        ],
        {},
    )


# Code that is typed


TYPED = ".. typed::\n   :kind: pseudocode\n   :reason: no language has this\n\n   x <- 1\n\n"


def test_typed_code_is_counted(show, complaint):
    files = {"docs/exceptions.toml": "[limits]\ntyped = 2\n"}
    built = show(TYPED * 2, files)
    assert built.warnings == ""
    assert code(built) == ["x <- 1\n"] * 2
    assert next(page(built).findall(nodes.literal_block))["classes"][0] == "typed"
    found = complaint(TYPED * 3, files)
    assert "docs/exceptions.toml:1: WARNING: 3 pieces of code are typed into pages" in found
    assert "the limit is 2: docs/weeks/week02_sockets.rst:4, docs/weeks/week02_sockets.rst:10" in (
        found
    )
    found = complaint(TYPED, files)
    assert "lower `typed` in [limits] to 1, for the count only falls" in found


WRONG_TYPED = [
    (":kind: pseudocode\n\n   x\n", r"typed: option :reason: is missing; give :kind: \(pseudo"),
    (":reason: x\n\n   x\n", r"typed: option :kind: is missing; give :kind: \(pseudocode, w"),
    (":kind: pseudocode\n   :reason: x\n", r"typed: content is missing"),
    (":kind: python\n   :reason: x\n\n   x\n", r'"python" unknown; choose from "pseudocode"'),
]


def test_typed_code_gives_its_reason(complaints):
    complaints([(f".. typed::\n   {text}", message) for text, message in WRONG_TYPED], {})


def test_code_typed_into_a_page(show):
    blocks = [
        "Text::\n\n   x = 1\n",
        ".. code-block:: python\n\n   x = 1\n",
        ".. code-block:: python\n   :caption: One\n\n   x = 1\n",
        ".. parsed-literal::\n\n   x = 1\n",
        ".. code:: text\n\n   x = 1\n",
        ">>> x = 1\n",
    ]
    warnings = plain(show("\n\n".join(blocks)).warnings)
    pattern = r"week02_sockets\.rst:\d+: WARNING: code is typed into the page \('(?:>>> )?x = 1' "
    assert len(re.findall(pattern, warnings)) == len(blocks), warnings
    assert warnings.count("WARNING") == len(blocks), warnings
    assert "show it from examples/ with `example` or `transcript`, or, where" in warnings


def test_code_typed_into_markdown(complaint):
    files = {"docs/other.md": "# Other\n\n```python\nx = 1\n```\n"}
    found = complaint("Text.", files, extensions=["listings", "myst_parser"])
    assert "other.md:3: WARNING: code is typed into the page ('x = 1' ...)" in found


def test_literalinclude_is_refused_even_where_code_may_be_typed(complaint):
    files = {
        "docs/other.rst": "Other\n#####\n\n.. literalinclude:: conf.py\n\n::\n\n   x = 1\n",
        "docs/conf.py": "x = 1\n",
        "docs/exceptions.toml": (
            '[[exception]]\nkind = "typed"\nwhere = "docs/other.rst"\nreason = "a test"\n'
        ),
    }
    found = complaint("Text.", files)
    assert "other.rst:4: WARNING: a listing taken by `literalinclude`; use the directive" in found


# What only the whole book can tell


def test_files_that_no_page_shows(show, complaint):
    files = {
        f"{ROOM}/steps/one.py": STEP,
        f"{ROOM}/steps/__init__.py": "",
        f"{ROOM}/fieldnotes/__init__.py": '"""Notes."""\n',
        f"{ROOM}/steps/test_one.py": STEP,
        f"{ROOM}/exercises/order/mine.py": STEP,
        f"{ROOM}/conftest.py": STEP,
        f"{ROOM}/__pycache__/one.pyc": "",
        "examples/week03_later/steps/one.py": "its page does not exist yet\n",
    }
    found = complaint("Text.", files)
    assert (
        "week02_sockets.rst: WARNING: no page shows examples/week02_sockets/steps/one.py" in found
    )
    assert "show it with `example`, remove it, or excuse it in docs/exceptions.toml" in found
    files["docs/exceptions.toml"] = (
        f'[[exception]]\nkind = "unshown"\nwhere = "{ROOM}/steps/"\nreason = "a test"\n'
    )
    assert show("Text.", files).warnings == ""


def test_a_file_that_an_earlier_week_shows(show, complaint):
    later = "examples/week03_routes/steps/one.py"
    files = {
        f"{ROOM}/steps/one.py": STEP,
        "docs/weeks/week03_routes.rst": "Routes\n######\n",
        later: STEP,
    }
    text = ".. example:: steps/one.py"
    second = f"{ROOM}/ported/steps/one.py"
    assert show(text, files | {second: STEP}).warnings == ""
    assert f"no page shows {second}" in complaint(text, files | {second: f"{STEP}\nMORE = 1\n"})
    assert show(text, files | {second: STEP}).warnings == ""
    assert f"no page shows {later}" in complaint(text, files | {later: f"{STEP}\nMORE = 1\n"})
    assert f"no page shows {later}x" in complaint(text, files | {f"{later}x": STEP})


@pytest.mark.parametrize(
    ("name", "directive"),
    [
        ("steps/__init__.py", "`example`"),
        ("transcripts/one.console", "`transcript`"),
        ("exercises/order/solution.py", "`exercise`"),
    ],
)
def test_what_to_show_an_unshown_file_with(complaint, name, directive):
    found = complaint("Text.", {f"{ROOM}/{name}": SESSION})
    assert f"no page shows {ROOM}/{name}: show it with {directive}" in found


def test_exceptions_that_nothing_needs(show):
    entries = [("typed", "docs/weeks/"), ("unshown", f"{ROOM}/x.py"), ("untested", "not/ours.py")]
    toml = "".join(
        f'[[exception]]\nkind = "{kind}"\nwhere = "{where}"\nreason = "a test"\n'
        for kind, where in entries
    )
    warnings = show("Text.", {"docs/exceptions.toml": toml}).warnings
    assert "exceptions.toml:1: WARNING: the exception typed for docs/weeks/ is not n" in warnings
    assert "exceptions.toml:5: WARNING: the exception unshown for examples/week02_so" in warnings
    assert warnings.count("WARNING") == 2


def test_a_wrong_file_of_exceptions(complaint):
    found = complaint("Text::\n\n   x\n", {"docs/exceptions.toml": "[limit]\n"})
    assert "docs/exceptions.toml: `limit` is unknown here" in found


# Building again, and in parallel


def again(built: SimpleNamespace) -> tuple[set[str], str]:
    """Build the same project anew; return the pages that were read and the warnings."""
    built.app.cleanup()
    app = SphinxTestApp(
        "dummy",
        srcdir=built.src,
        builddir=built.src.parent / "build",
        confoverrides={"extensions": ["listings"], "html_theme": "basic", "project": "Test"},
    )
    read: set[str] = set()
    app.connect("source-read", lambda _app, docname, _source: read.add(docname))
    try:
        app.build(force_all=False)
        return read, app.warning.getvalue()
    finally:
        app.cleanup()


def test_only_what_changed_is_built_again(show):
    built = show(
        f".. example:: steps/one.py\n\n.. transcript:: one\n\n{ORDER}",
        {
            f"{ROOM}/steps/one.py": STEP,
            f"{ROOM}/transcripts/one.console": SESSION,
            "docs/other.rst": "Other\n#####\n",
            **EXERCISE,
        },
    )
    root = built.src.parent
    assert again(built) == (set(), "")
    for name in ("steps/one.py", "transcripts/one.console", "exercises/order/test_exercise.py"):
        (root / ROOM / name).touch()
        assert again(built) == ({"weeks/week02_sockets"}, "")
    (root / ROOM / "steps" / "new.py").write_text("x = 1\n", encoding="utf-8")
    read, warnings = again(built)
    assert read == {"index"}
    assert "no page shows examples/week02_sockets/steps/new.py" in warnings
    (root / ROOM / "steps" / "new.py").unlink()
    (root / ROOM / "steps" / "one.py").unlink()
    read, warnings = again(built)
    assert "weeks/week02_sockets" in read
    assert "no file examples/week02_sockets/steps/one.py" in warnings


def test_pages_read_in_parallel_are_put_together(tmp_path, show):
    files = {f"docs/p{n}.rst": f"Page {n}\n######\n\n{TYPED}" for n in range(8)}
    files["docs/p8.rst"] = "Page 8\n######\n\n.. example:: /week02_sockets/steps/one.py\n"
    files[f"{ROOM}/steps/one.py"] = STEP
    files["docs/exceptions.toml"] = "[limits]\ntyped = 8\n"
    built = show("Text.", files)
    assert built.warnings == ""
    built.app.cleanup()
    app = SphinxTestApp(
        "dummy",
        srcdir=built.src,
        builddir=tmp_path / "parallel",
        confoverrides={"extensions": ["listings"], "html_theme": "basic"},
        parallel=2,
    )
    try:
        app.build(force_all=True)
        assert app.warning.getvalue() == ""
    finally:
        app.cleanup()

"""The weeks: fields held to the plan, titles, header, links, schedule, map, numbers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import course
import pytest
import versions
import weekmap
from sphinx.testing.util import SphinxTestApp
from weekdata import WeeksStop, spoken_time
from weeknumbers import renumber

ROOT = Path(__file__).resolve().parent.parent

PLAN = """\
python = ["3.11", "3.12", "3.13"]
required = [1, 2]
fast_path = [1, 3]
[[block]]
name = "I"
title = "Build one"
weeks = [
    { number = 1, name = "first", title = "What it is" },
    { number = 2, name = "sockets", title = "From sockets" },
    { number = 3, name = "routes", title = "Routes" },
]
[[block]]
name = "II"
title = "Assemble"
weeks = [{ number = 4, name = "flask", title = "Flask's own way" }]
"""
LOCK = """\
flask==3.1.3
    # via -r requirements-examples.in
gunicorn==27.0.1 ; sys_platform == 'no such system'
tool==1.0 ; python_version < '3.0'
tool==2.0 ; python_version >= '3.0'
"""
INDEX = """\
Book
####
.. toctree::
   :glob:

   weeks/*
   other
"""
FIELDS = {"minutes": "330", "builds-on": "1", "level": "L0", "packages": "flask"}
OUTCOMES = ".. week::\n\n   - read bytes\n   - write bytes\n"


def page(title: str, body: str = OUTCOMES, **fields: str | None) -> str:
    """Return the text of a week; a field given as None is left out."""
    values = {**FIELDS, **{name.replace("_", "-"): value for name, value in fields.items()}}
    top = "".join(f":{name}: {value}\n" for name, value in values.items() if value is not None)
    return f"{top}\n{title}\n{'#' * len(title)}\n\nA paragraph.\n\n{body}"


def files(**more: str) -> dict[str, str]:
    """Return a book whose week 2 is written; ``more`` pages by file name with / as __."""
    return {
        "docs/course.toml": PLAN,
        "requirements-examples.txt": LOCK,
        "docs/index.rst": INDEX,
        "docs/other.rst": "Other\n#####\n",
        "docs/weeks/week02_sockets.rst": page("From sockets"),
        **{f"docs/{name.replace('__', '/')}": text for name, text in more.items()},
    }


CONF = {"extensions": ["weeks"], "html_theme": "basic", "project": "Test", "numfig": True}


def plain(text: str) -> str:
    """Return ``text`` without the colours of a terminal."""
    return re.sub(r"\x1b\[[\d;]*m", "", text)


def again(built) -> tuple[set[str], str]:
    """Build once more in a new application; return the pages written and the warnings."""
    built.app.cleanup()
    told: set[str] = set()
    app = SphinxTestApp(srcdir=built.src, builddir=built.out.parent, confoverrides=CONF)
    try:
        app.connect("doctree-resolved", lambda _app, _tree, name: told.add(name))
        app.build(force_all=False)
        return told, plain(app.warning.getvalue())
    finally:
        app.cleanup()


def stopped(folder: Path, book: dict[str, str]) -> tuple[str, str]:
    """Build ``book`` in ``folder``, which must stop; return the last words and the messages."""
    for name, text in {"docs/conf.py": "", **book}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    app = SphinxTestApp(
        "dummy", srcdir=folder / "docs", builddir=folder / "build", confoverrides=CONF
    )
    try:
        with pytest.raises(WeeksStop) as caught:
            app.build()
        return str(caught.value), plain(app.warning.getvalue())
    finally:
        app.cleanup()


# -- the plan ------------------------------------------------------------------------------------


def test_plan_of_the_book_has_36_weeks_in_six_blocks():
    plan = course.load(ROOT / "docs" / "course.toml")
    assert sorted(plan.weeks) == list(range(1, 37))
    assert [len(block.weeks) for block in plan.blocks] == [6, 5, 5, 6, 7, 7]
    assert plan.fast_path == (1, 2, 3, 7, 8, 9, 12, 13, 17, 18, 19, 36)
    assert plan.required == (1, 2)
    assert len({week.name for week in plan.weeks.values()}) == 36


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("python = [", "not valid TOML"),
        ('python = ["3.11"]', "'block' is missing"),
        (PLAN.replace("number = 3", "number = 5"), "numbered [1, 2, 5, 4]"),
        (PLAN.replace("[1, 3]", "[1, 9]"), "names [9]"),
        (PLAN.replace('name = "flask"', 'label = "flask"'), "label"),
    ],
)
def test_plan_that_contradicts_itself_is_refused(tmp_path, text, says):
    path = tmp_path / "course.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(course.PlanError, match=re.escape(says)) as caught:
        course.load(path)
    assert str(path) in str(caught.value)


def test_build_without_a_plan_stops(tmp_path):
    without = files()
    del without["docs/course.toml"]
    said, _ = stopped(tmp_path, without)
    assert "course.toml: there is no plan of the course: restore this file" in said


# -- what cannot be right stops the build -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("week02_sockets", page("From sockets", minutes=None), 1, '"minutes" is missing'),
        ("week02_sockets", page("From sockets", builds_on=None), 1, '"builds-on" is missing'),
        ("week02_sockets", page("From sockets", level=None), 1, '"level" is missing'),
        ("week02_sockets", page("From sockets", packages=None), 1, '"packages" is missing'),
        ("week02_sockets", page("From sockets", minutes="5 h"), 1, '"minutes" says "5 h"'),
        ("week02_sockets", page("From sockets", minutes=""), 1, '"minutes" says ""'),
        ("week02_sockets", page("From sockets", level="high"), 3, '"level" says "high"'),
        ("week02_sockets", page("From sockets", builds_on="one"), 2, '"builds-on" says "one"'),
        ("week02_sockets", page("From sockets", builds_on="9"), 2, "has no week 9"),
        (
            "week02_sockets",
            page("From sockets", builds_on="1, 3"),
            2,
            "week 3 is not before week 2",
        ),
        ("week02_sockets", page("From sockets", builds_on="2"), 2, "week 2 is not before week 2"),
        ("week02_sockets", page("From sockets", packages="flsk"), 4, 'has the package "flsk"'),
        ("week02_sockets", "From sockets\n############\n", 1, "has no fields"),
        ("week02_sockets", page("From socket"), 7, 'has the title "From socket"'),
        ("week02_sockets", "\n".join(f":{k}: {v}" for k, v in FIELDS.items()), 1, "has no title"),
        ("week02_sockets", page("From sockets", ""), 7, "`week` 0 times"),
        ("week02_sockets", page("From sockets", OUTCOMES + "\n" + OUTCOMES), 16, "`week` 2 times"),
        ("week02_sockets", page("From sockets", ".. week::\n\n   Words.\n"), 11, "bullet list"),
        ("week02_plugs", page("From sockets"), 1, "docs/weeks/week02_sockets.rst"),
        ("week05_more", page("More"), 1, "has no week with this file name"),
        ("notes", "Notes\n#####\n", 1, "has no week with this file name"),
    ],
)
def test_wrong_week_stops_the_build_with_file_line_and_cure(tmp_path, name, text, line, says):
    book = files()
    del book["docs/weeks/week02_sockets.rst"]
    book[f"docs/weeks/{name}.rst"] = text
    said, messages = stopped(tmp_path, book)
    assert said == "The build has stopped: mend the weeks as said above."
    assert re.fullmatch(rf".*/docs/weeks/{name}\.rst:{line}: ERROR: .*: .*\n", messages), messages
    assert says in messages


def test_header_outside_a_week_stops_the_build(tmp_path):
    _, messages = stopped(tmp_path, files(**{"other.rst": f"Other\n#####\n\n{OUTCOMES}"}))
    assert "docs/other.rst:4: ERROR: the directive `week` is for a week's page" in messages


def test_all_wrong_weeks_are_shown_at_once_and_none_forgotten(tmp_path):
    book = files(
        **{
            "weeks/week02_sockets.rst": page("From sockets", minutes="soon"),
            "weeks/week03_routes.rst": page("Routes", level="high"),
        }
    )
    for _ in range(2):  # a second build must not take the first one's reading for good
        _, messages = stopped(tmp_path, book)
        assert "week02_sockets.rst:1: ERROR" in messages
        assert "week03_routes.rst:3: ERROR" in messages


def test_sphinx_build_ends_with_the_messages_and_no_traceback(build, tmp_path):
    more = {f"p{n}.rst": f":orphan:\n\nP{n}\n##\n" for n in range(2)}
    built = build(files(**more), extensions=["weeks"])
    wrong = page("From sockets", minutes="soon")
    (built.src / "weeks" / "week02_sockets.rst").write_text(wrong, encoding="utf-8")
    run = subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "-q", "-j", "2", "-D", "extensions=weeks"),
            *(built.src, tmp_path / "out"),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT / "docs" / "_ext"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert 'week02_sockets.rst:1: ERROR: the field "minutes" says "soon"' in run.stderr
    assert run.stderr.endswith("The build has stopped: mend the weeks as said above.\n")
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "out" / "index.html").exists()


# -- titles, header, roles ------------------------------------------------------------------------------


def test_title_is_numbered_everywhere_but_keeps_its_anchor(build):
    built = build(
        files(**{"other.rst": "Other\n#####\n\n:doc:`weeks/week02_sockets`\n"}),
        extensions=["weeks"],
    )
    assert built.warnings == ""
    assert '<section id="from-sockets">\n<h1>Week 2: From sockets<' in built.text(
        "weeks/week02_sockets.html"
    )
    assert "Week 2: From sockets</a>" in built.text("index.html")
    assert ">Week 2: From sockets</span></a>" in built.text("other.html")
    assert built.app.env.titles["weeks/week02_sockets"].astext() == "Week 2: From sockets"


def test_header_says_time_needs_level_versions_and_outcomes(build):
    text = build(files(), extensions=["weeks"]).text("weeks/week02_sockets.html")
    header = text[text.index("week-header") : text.index("</ul>", text.index("week-header"))]
    words = " ".join(re.sub(r"<[^>]+>", " ", header).replace("\xa0", " ").split())
    assert "Time : 5 h 30 min" in words
    assert "Builds on : week 1 (not written yet)" in words
    assert "Level : L0 of the contract" in words
    assert "Checked with : Python 3.11 to 3.13, flask 3.1.3" in words
    assert words.endswith("After this week you can read bytes write bytes")


def test_header_without_level_needs_or_packages(build):
    text = build(
        files(
            **{
                "weeks/week02_sockets.rst": page(
                    "From sockets", level="-", builds_on="", packages=""
                )
            }
        ),
        extensions=["weeks"],
    ).text("weeks/week02_sockets.html")
    assert "Level" not in text
    assert "nothing before it" in text


def test_links_to_written_weeks_and_to_the_level(build):
    built = build(
        files(
            **{
                "weeks/week03_routes.rst": page("Routes", builds_on="1, 2"),
                "other.rst": "Other\n#####\n\n.. _contract-l0:\n\nL0\n--\n\n"
                "See :week:`2`, :week:`the plugs <2>` and :week:`4`; Flask :version:`Flask`.\n",
            }
        ),
        extensions=["weeks"],
    )
    assert built.warnings == ""
    week3, other = built.text("weeks/week03_routes.html"), built.text("other.html")
    link = 'href="week02_sockets.html" title="Week 2: From sockets"><span>week 2</span></a>'
    assert link in week3
    assert "week 1 (not written yet)" in week3
    assert 'href="../other.html#contract-l0"><span>L0 of the contract</span></a>' in week3
    assert 'href="weeks/week02_sockets.html" title="Week 2: From sockets"><span>week 2<' in other
    assert "<span>the plugs</span></a>" in other
    assert "and week 4; Flask 3.1.3." in other


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (":week:`9`", 'has no week "9": name one of 1 to 4'),
        (":week:`two`", 'has no week "two"'),
        (":version:`flsk`", 'no lock has the package "flsk" (requirements-examples.txt)'),
    ],
)
def test_role_that_names_nothing_is_an_error_with_the_line(build, text, says):
    built = build(files(**{"other.rst": f"Other\n#####\n\n{text}\n"}), extensions=["weeks"])
    assert says in built.warnings
    assert re.search(r"other\.rst:4: ERROR", built.warnings)


@pytest.mark.parametrize(
    ("minutes", "says"), [(45, "45 min"), (60, "1 h"), (330, "5 h 30 min"), (0, "0 min")]
)
def test_spoken_time(minutes, says):
    assert spoken_time(minutes) == says


# -- versions -------------------------------------------------------------------------------------------


def test_locked_version_follows_the_marker_of_this_python(tmp_path):
    (tmp_path / "requirements-a.txt").write_text(LOCK, encoding="utf-8")
    assert versions.locked("tool", tmp_path) == "2.0"
    assert versions.locked("Gunicorn", tmp_path) == "27.0.1", "locked for another system only"
    with pytest.raises(versions.UnknownPackage, match="add the package to requirements"):
        versions.locked("nothing", tmp_path)


# -- schedule and map ---------------------------------------------------------------------------------------

SHOWN = "Plan\n####\n\n.. schedule::\n\n.. builds-on-map::\n\n   Needs, without weeks 1 and 2.\n"
THREE = {
    "other.rst": SHOWN,
    "weeks/week03_routes.rst": page("Routes", minutes="60", builds_on="2", level="-"),
    "weeks/week04_flask.rst": page("Flask's own way", builds_on="2, 3"),
}


def rows(text: str) -> list[str]:
    """Return the text of each table row and caption of a page."""
    found = re.findall(r"<tr.*?</tr>|<caption>.*?</caption>", text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", part).replace("¶", "").split()) for part in found]


def test_schedule_has_every_week_and_the_hours_of_each_block(build):
    built = build(files(**THREE), extensions=["weeks"], numfig=True)
    assert built.warnings == ""
    assert rows(built.text("other.html")) == [
        "Block I. Build one: 2 of 3 weeks written, 6 h 30 min",
        "Week Title Time Builds on Level",
        "1 What it is (fast path) not written yet",
        "2 From sockets 5 h 30 min 1 L0",
        "3 Routes (fast path) 1 h 2",
        "Block II. Assemble: 1 weeks, 5 h 30 min",
        "Week Title Time Builds on Level",
        "4 Flask's own way 5 h 30 min 2 , 3 L0",
    ]
    assert 'href="weeks/week03_routes.html"' in built.text("other.html")


def test_map_draws_lines_except_to_what_all_need(build):
    text = build(files(**THREE), extensions=["weeks"]).text("other.html")
    svg = text[text.index("<svg") : text.index("</svg>")]
    assert svg.count('class="pic-line-accent"') == 1, "week 4 needs week 3; week 2 is left out"
    assert svg.count('class="pic-accent"') == 3
    assert svg.count('class="pic-outline"') == 1
    assert re.findall(r'<a href="([^"]+)"', svg) == [
        f"weeks/{name}.html" for name in ("week02_sockets", "week03_routes", "week04_flask")
    ]
    assert 'role="group"' in svg
    assert "4 boxes, one for each week, in 2 rows" in svg
    assert "week 4 builds on week 3." in svg
    assert "Needs, without weeks 1 and 2." in text


def test_map_is_an_image_in_epub(build):
    built = build(
        files(**THREE),
        extensions=["weeks"],
        builder="epub",
        version="1",
        suppress_warnings=["epub"],
    )
    text = built.text("other.xhtml")
    assert 'src="_images/builds-on.svg"' in text
    assert "week 4 builds on week 3." in text
    assert list(built.out.rglob("builds-on.svg")), "the picture is copied"


def test_text_builder_says_what_the_map_shows(build):
    built = build(files(**THREE), extensions=["weeks"], builder="text")
    assert "week 4 builds on week 3" in built.text("other.txt")


def test_every_label_of_the_books_map_fits_its_box():
    plan = course.load(ROOT / "docs" / "course.toml")
    for week in plan.weeks.values():
        lines = weekmap.label(week)
        assert 2 <= len(lines) <= 4
        assert max(map(len, lines)) <= weekmap.LETTERS, week


# -- built again, and in parallel -----------------------------------------------------------------------------


def test_nothing_changed_writes_nothing(build):
    built = build(files(**THREE), extensions=["weeks"], numfig=True)
    assert again(built) == (set(), "")


def test_schedule_follows_a_changed_field(build):
    built = build(files(**THREE), extensions=["weeks"], numfig=True)
    path = built.src / "weeks" / "week03_routes.rst"
    path.write_text(page("Routes", minutes="90", builds_on="2"), encoding="utf-8")
    written, warnings = again(built)
    assert written == {"index", "other", "weeks/week03_routes"}, "index has the toctree"
    assert warnings == ""
    assert "7 h" in built.text("other.html")


def test_changed_words_of_a_week_write_that_week_only(build):
    built = build(files(**THREE), extensions=["weeks"], numfig=True)
    path = built.src / "weeks" / "week03_routes.rst"
    path.write_text(path.read_text(encoding="utf-8") + "\nMore words.\n", encoding="utf-8")
    assert again(built)[0] == {"index", "weeks/week03_routes"}


def test_weeks_that_build_on_a_new_week_are_written_again(build):
    built = build(files(), extensions=["weeks"], numfig=True)
    (built.src / "weeks" / "week01_first.rst").write_text(
        page("What it is", builds_on=""), encoding="utf-8"
    )
    written, warnings = again(built)
    assert {"weeks/week01_first", "weeks/week02_sockets"} <= written
    assert warnings == ""
    assert '"week01_first.html" title="Week 1: What it is"' in built.text(
        "weeks/week02_sockets.html"
    )


def test_removed_week_leaves_the_schedule(build):
    built = build(files(**THREE), extensions=["weeks"], numfig=True)
    (built.src / "weeks" / "week04_flask.rst").unlink()
    written, _ = again(built)
    assert "other" in written
    assert "Block II. Assemble: 1 weeks, not written yet" in rows(built.text("other.html"))


def test_changed_plan_is_read_and_all_weeks_again(build):
    built = build(files(**THREE), extensions=["weeks"], numfig=True)
    path = built.src / "course.toml"
    path.write_text(PLAN.replace('"3.13"]', '"3.14"]'), encoding="utf-8")
    written, _ = again(built)
    assert {f"weeks/week0{n}" for n in "234"} <= {name.split("_")[0] for name in written}
    assert "Python 3.11 to 3.14" in built.text("weeks/week03_routes.html")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Sphinx works in parallel by fork")
def test_parallel_build_gives_the_same_pages(build, tmp_path):
    more = {f"p{n}.rst": f":orphan:\n\nP{n}\n##\n\n:week:`{n % 4 + 1}`\n" for n in range(10)}
    built = build(files(**THREE, **more), extensions=["weeks"], numfig=True)
    shutil.copytree(built.src.parent, tmp_path / "again", ignore=shutil.ignore_patterns("build"))
    command = [sys.executable, "-m", "sphinx", "-q", "-j", "2", "-D", "html_theme=basic"]
    subprocess.run(
        [
            *command,
            *("-D", "extensions=weeks", "-D", "numfig=1", "-D", "project=Test"),
            *(tmp_path / "again" / "docs", tmp_path / "out"),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT / "docs" / "_ext")},
        check=True,
    )
    for name in ("other.html", "weeks/week04_flask.html", "p3.html"):
        body = [
            text[text.index('<div class="body"') : text.index('<div class="clearer">')]
            for text in (built.text(name), (tmp_path / "out" / name).read_text(encoding="utf-8"))
        ]
        assert body[0] == body[1]


# -- numbers ---------------------------------------------------------------------------------------------------

LISTING = dedent("""\
    .. code-block:: text
       :caption: A {name}
       :name: {name}

       x

    """)


def test_renumber_counts_by_week_and_outside_apart():
    counted = {
        "weeks/week02_a": {"figure": {"a": (1,), "b": (2,)}},
        "weeks/week03_b": {"figure": {"c": (3,)}, "table": {"t": (1,)}},
        "reference/x": {"figure": {"e": (5,), "d": (4,)}},
    }
    assert renumber(counted) == {
        "weeks/week02_a": {"figure": {"a": (2, 1), "b": (2, 2)}},
        "weeks/week03_b": {"figure": {"c": (3, 1)}, "table": {"t": (3, 1)}},
        "reference/x": {"figure": {"e": (2,), "d": (1,)}},
    }


def listings(*names: str) -> str:
    """Return a header and captioned listings."""
    return OUTCOMES + "\n" + "".join(LISTING.format(name=name) for name in names)


def test_captions_and_references_are_numbered_by_week(build):
    book = files(
        **{
            "weeks/week02_sockets.rst": page("From sockets", listings("one", "two")),
            "weeks/week03_routes.rst": page("Routes", listings("three")),
            "other.rst": f"Other\n#####\n\n:numref:`two`, :numref:`three`\n\n{LISTING.format(name='far')}",
        }
    )
    built = build(book, extensions=["weeks"], numfig=True)
    assert built.warnings == ""
    other = re.sub("<[^>]+>", "", built.text("other.html"))
    assert "Listing 2.2, Listing 3.1" in other
    assert "Listing 1 A far" in other
    week = re.sub("<[^>]+>", "", built.text("weeks/week02_sockets.html"))
    assert "Listing 2.1 A one" in week


def test_new_listing_in_one_week_does_not_touch_the_next(build):
    book = files(
        **{
            "weeks/week02_sockets.rst": page("From sockets", listings("one")),
            "weeks/week03_routes.rst": page("Routes", listings("three")),
        }
    )
    built = build(book, extensions=["weeks"], numfig=True)
    assert again(built) == (set(), "")
    path = built.src / "weeks" / "week02_sockets.rst"
    path.write_text(page("From sockets", listings("zero", "one")), encoding="utf-8")
    assert again(built)[0] == {"index", "weeks/week02_sockets"}
    assert "Listing 2.2" in built.text("weeks/week02_sockets.html")
    assert "Listing 3.1" in built.text("weeks/week03_routes.html")

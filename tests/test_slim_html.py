"""docs/_ext/slim_css.py, slim_html.py and page_weight.py: what is dropped, and what must not be."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import page_weight
import pytest
import slim_css
import slim_html
from sphinx.errors import ExtensionError


def test_comments_go_strings_and_licences_stay() -> None:
    css = '/* gone */ a { content: "/* kept */" }\n\n   /*! licence */\nb { background: url(/*x*/y) }\n'
    assert slim_css.without_comments(css) == (
        'a { content: "/* kept */" }\n/*! licence */\nb { background: url(/*x*/y) }\n'
    )


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".used{a:b}.gone{a:b}", ".used{a:b}"),
        ("#used,.gone p,p{a:b}", "#used,p{a:b}"),
        (".used .gone{a:b}", ""),
        ("p:not(.gone){a:b}", "p:not(.gone){a:b}"),
        ("p:is(.gone,.used){a:b}", "p:is(.gone,.used){a:b}"),
        ('a[href^=".gone"]{a:b}', 'a[href^=".gone"]{a:b}'),
        ("@media print{.gone{a:b}p{a:b}}", "@media print{p{a:b}}"),
        ("@media print{.gone{a:b}}", ""),
        ("@media print{@media (x){.used{a:b}}}", "@media print{@media (x){.used{a:b}}}"),
        ("@keyframes turn{from{a:b}to{c:d}}", "@keyframes turn{from{a:b}to{c:d}}"),
        ('@import "x.css";p{a:b}', '@import "x.css";\np{a:b}'),
        ('p{content:"}"}.gone{content:"{"}', 'p{content:"}"}'),
        ("/*! licence; { */p{a:b}", "/*! licence; { */\np{a:b}"),
        ("p{}", ""),
    ],
)
def test_rules_that_cannot_apply_go(css: str, left: str) -> None:
    assert slim_css.without_unused_rules(css, {"used"}).strip() == left


@pytest.mark.parametrize("css", ["p{a:b", "p{a:b}}", "p{a:b} q"])
def test_braces_that_do_not_match_are_an_error(css: str) -> None:
    with pytest.raises(ValueError, match=r"without|ends within"):
        slim_css.without_unused_rules(css, set())


def test_variables_that_nobody_uses_go() -> None:
    styles = {
        1: "body{--a:1;--b:var(--c);--c:2;--d:url('x;y');--e:3}",
        2: "p{color:var( --b);--f:4}",
    }
    assert slim_css.without_unused_variables(styles, '<p style="color:var(--e)">') == {
        1: "body{--b:var(--c);--c:2;--e:3}",
        2: "p{color:var( --b);}",
    }
    # One that only another unused one uses goes, too.
    assert slim_css.without_unused_variables({1: "p{--a:var(--b);--b:1}"}, "") == {1: "p{}"}


@pytest.mark.parametrize(
    ("script", "left"),
    [
        ("/* a\n   b */ x();\n\n  // c\n  y(); // d\n", "x();\ny(); // d\n"),
        ("/*! licence */\nz = 'http://';", "/*! licence */\nz = 'http://';\n"),
        ("a = `<b>\n   c`;", "a = `<b>\nc`;\n"),
    ],
)
def test_comments_of_scripts_go(script: str, left: str) -> None:
    assert slim_html.without_script_comments(script) == left


def test_scripts_in_use_are_those_loaded_and_those_they_name(tmp_path: Path) -> None:
    for name, text in {"a.js": 'load("b.js")', "b.js": "", "c.js": "", "xa.js": ""}.items():
        (tmp_path / name).write_text(text)
    found = slim_html.scripts_in_use(tmp_path, '<script src="../_static/a.js?v=1">')
    assert {path.name for path in found} == {"a.js", "b.js"}


def test_style_sheet_that_ends_early_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "a.css").write_text("p{color:red")
    with pytest.raises(
        ExtensionError, match=r"a\.css: a \{ without \} after 'p'\. Mend the style sheet"
    ):
        slim_html._shorten_files(tmp_path, tmp_path / "_static")


def test_names_are_found() -> None:
    html = '<p class="a b" id=\'c\'><b class=d data-class="e">class=</b>'
    assert {"a", "b", "c", "d"} <= slim_css.names_in_html(html)
    assert {"copied", "is-open"} <= slim_css.names_in_script('x.classList.add("copied", "is-open")')


def test_padding_goes_except_where_it_shows() -> None:
    page = (
        "<div>\n\n    <p>one\n  two</p> <!-- remark -->\n   <pre>\n  a\n\n    b</pre>\n"
        "  <textarea>\n  c</textarea></div>"
    )
    assert slim_html.without_padding(page) == (
        "<div>\n<p>one\ntwo</p>\n<pre>\n  a\n\n    b</pre>\n<textarea>\n  c</textarea></div>"
    )


def test_unused_icons_go() -> None:
    page = (
        '<symbol id="svg-a"><path/></symbol><symbol id="svg-b"/></symbol><use href="#svg-b"></use>'
    )
    assert slim_html.without_unused_icons(page) == (
        '<symbol id="svg-b"/></symbol><use href="#svg-b"></use>'
    )


def test_literals_are_short() -> None:
    literal = '<code class="docutils literal notranslate"><span class="pre">a</span> <span class="pre">b</span></code>'
    assert slim_html.with_short_literals(literal) == '<code class="literal notranslate">a b</code>'


def _page_context(names: list[str]) -> dict[str, list[SimpleNamespace]]:
    files = [SimpleNamespace(filename=f"_static/{name}") for name in names]
    return {"script_files": [f for f in files if f.filename.endswith("js")], "css_files": files}


def test_file_that_nothing_registers_is_an_error() -> None:
    app = SimpleNamespace(
        builder=SimpleNamespace(name="html"), config=SimpleNamespace(slim_without=["lost.js"])
    )
    with pytest.raises(
        ExtensionError, match=r"conf\.py: slim_without names lost\.js, .* a\.js, b\.css"
    ):
        slim_html._choose_files(app, "p", "page.html", _page_context(["a.js", "b.css"]), None)


def test_named_files_are_not_loaded() -> None:
    app = SimpleNamespace(
        builder=SimpleNamespace(name="html"), config=SimpleNamespace(slim_without=["b.css"])
    )
    context = _page_context(["a.js", "b.css", "c.css"])
    slim_html._choose_files(app, "p", "page.html", context, None)
    assert [f.filename for f in context["css_files"]] == ["_static/a.js", "_static/c.css"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "weeks").mkdir()
    (tmp_path / "_static").mkdir()
    (tmp_path / "weeks" / "one.html").write_text(
        '<link rel="stylesheet" href="../_static/a.css?v=1"><link rel="next" href="two.html">'
        '<link rel="canonical" href="https://example.org/"><img src="data:image/png;base64,"><a href="https://example.org/">x</a>'
        '<script src="../_static/a.js"></script><svg><use href="#x"></use></svg>'
    )
    (tmp_path / "_static" / "a.css").write_text(
        "p{background:url('a%20b.png')} q{mask:url(data:x)}"
    )
    (tmp_path / "_static" / "a b.png").write_bytes(b"png")
    (tmp_path / "_static" / "a.js").write_text("x" * 5000)
    return tmp_path


def test_weight_counts_what_a_page_loads(site: Path) -> None:
    weight = page_weight.weigh(site, "weeks/one.html")
    assert [file["path"] for file in weight["files"]] == [
        "weeks/one.html",
        "_static/a.css",
        "_static/a.js",
        "_static/a b.png",
    ]
    assert weight["next_page"] == weight["files"][0]["compressed"]
    assert weight["first_visit"] == sum(file["compressed"] for file in weight["files"])
    assert weight["files"][2]["size"] == 5000 > 20 * weight["files"][2]["compressed"]


def test_a_picture_further_down_is_not_part_of_the_visit(site: Path) -> None:
    page = site / "weeks" / "one.html"
    (site / "_static" / "photo.png").write_bytes(b"png" * 99)
    page.write_text('<img loading="lazy" src="../_static/photo.png">')
    assert [file["path"] for file in page_weight.weigh(site, "weeks/one.html")["files"]] == [
        "weeks/one.html"
    ]
    assert page_weight.html_addresses(page.read_text()) == ["../_static/photo.png"]


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<img loading="lazy" src="https://cdn.example.org/x.png">', "another server"),
        ('<img src="lost.png">', r"lost\.png does not exist.*correct its address"),
        (
            '<script src="https://cdn.example.org/x.js"></script>',
            r"loads https://cdn.* another server",
        ),
        ('<img srcset="//cdn.example.org/x.png 2x">', "another server"),
        ("<style>@import 'https://cdn.example.org/x.css'</style>", "another server"),
        ('<p style="background:url(https://example.org/x.png)">', "another server"),
    ],
)
def test_lost_and_foreign_files_are_errors(site: Path, html: str, message: str) -> None:
    (site / "page.html").write_text(html)
    with pytest.raises(page_weight.PageWeightError, match=message):
        page_weight.resources(site, "page.html")


def test_command_prints_a_table_and_checks_limits(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page_weight.main([str(site), "weeks/one.html"]) == 0
    assert "first visit (at most 75,000)" in capsys.readouterr().out
    monkeypatch.setattr(page_weight, "NEXT_PAGE", 10)
    assert page_weight.main([str(site), "weeks/one.html", "--json"]) == 1
    assert '"next_page":' in capsys.readouterr().out


def test_command_names_a_missing_page(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        page_weight.main([str(site), "lost.html"])
    assert "lost.html does not exist. Build the site first." in capsys.readouterr().err


def test_what_pages_use_is_kept_and_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, kept = tmp_path / "out", tmp_path / "kept.json"
    style = out / "_static" / "a.css"
    style.parent.mkdir(parents=True)
    looked: list[str] = []
    look = slim_html._Pages._look

    def watched(self: slim_html._Pages, path: Path) -> dict[str, object]:
        looked.append(path.name)
        return look(self, path)

    def shorten() -> str:
        style.write_text(".x{color:red}.y{color:red}.z{color:red}")
        slim_html._shorten_files(out, style.parent, kept)
        return style.read_text()

    monkeypatch.setattr(slim_html._Pages, "_look", watched)
    (out / "one.html").write_text('<p class="x">')
    (out / "two.html").write_text('<p class="y">')
    css = shorten()
    assert (".x" in css, ".y" in css, ".z" in css) == (True, True, False)
    looked.clear()
    (out / "two.html").write_text('<p class="z"> ')
    css = shorten()
    assert (".x" in css, ".y" in css, ".z" in css) == (True, False, True)
    assert looked == ["two.html"]
    kept.write_text("not JSON")
    assert ".z" in shorten()

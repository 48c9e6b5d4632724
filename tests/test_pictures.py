"""Pictures: inline in pages, unchanged elsewhere; the rules of docs/contributing/pictures.md."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import product
from pathlib import Path

import course
import pytest
import weekmap
from pictures import PictureError, inline

ROOT = Path(__file__).resolve().parent.parent
PICTURES = sorted((ROOT / "docs" / "_pictures").glob("*.svg"))
CSS = (ROOT / "docs" / "_static" / "pictures.css").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "contributing" / "pictures.md").read_text(encoding="utf-8")

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {} 40">
  <!-- a remark -->
  <defs><marker id="head"><path d="M0 0" class="pic-head" fill="#3d454e"/></marker></defs>
  <g id="all" aria-labelledby="head all">
    <path d="M0 0H9" marker-end="url(#head)"/>
  </g>
  <use href="#all"/><use xlink:href="#all"/>
  <text x="1" y="20">two <tspan>words</tspan> here</text>
</svg>
"""


def book(svg: str = SVG.format(300), page: str | None = None) -> dict[str, str]:
    """Return a book with one picture."""
    shown = ".. figure:: _pictures/one.svg\n   :alt: Two words & <more>\n\n   What to see.\n"
    return {
        "docs/_pictures/one.svg": svg,
        "docs/index.rst": f"Book\n####\n\n{shown if page is None else page}",
    }


def svg_of(text: str) -> str:
    """Return the first picture of a page."""
    return text[text.index("<svg") : text.index("</svg>") + 6]


# -- in pages -----------------------------------------------------------------------------------


def test_picture_stands_in_the_page_with_its_alternative_text(build):
    built = build(book(), extensions=["pictures"])
    text = built.text("index.html")
    assert built.warnings == ""
    assert 'role="img"' in svg_of(text)
    assert 'aria-label="Two words &amp; &lt;more&gt;"' in svg_of(text)
    assert "What to see." in text
    assert "pictures.css" in text
    assert not list(built.out.rglob("one.svg")), "no second request"


def test_ids_carry_the_name_of_the_file_and_the_count(build):
    image = ".. image:: _pictures/one.svg\n   :alt: Two words\n\n"
    text = build(book(page=image * 2), extensions=["pictures"]).text("index.html")
    ids = re.findall(r' id="([^"]*(?:head|all))"', text)
    assert ids == ["one-head", "one-all", "one-2-head", "one-2-all"]
    first = svg_of(text)
    assert 'marker-end="url(#one-head)"' in first
    assert 'aria-labelledby="one-head one-all"' in first
    assert len(re.findall(r'href="#one-all"', first)) == 2


def test_spaces_go_except_inside_a_text():
    text = inline(SVG.format(300), prefix="p-", alt="x")
    assert "\n" not in text
    assert "remark" not in text
    assert ">two <tspan>words</tspan> here</text>" in text


@pytest.mark.parametrize(
    ("width", "scrolls"), [(300, False), (480, False), (481, True), (700, True)]
)
def test_only_what_is_wide_scrolls_and_then_by_keyboard_too(width, scrolls):
    text = inline(SVG.format(width), prefix="p-", alt="x")
    assert ('tabindex="0"' in text) is scrolls
    assert f"max-width:{width}px" in text
    assert f"min-width:{min(width, 480)}px" in text


def test_epub_and_text_get_an_ordinary_image(build):
    built = build(book(), extensions=["pictures"], builder="epub", version="1")
    text = built.text("index.xhtml")
    assert "<svg" not in text
    assert 'src="_images/one.svg"' in text


def test_picture_without_alternative_text_is_a_warning_with_the_line(build):
    page = "Words.\n\n.. figure:: _pictures/one.svg\n\n   What to see.\n"
    built = build(book(page=page), extensions=["pictures"])
    assert re.search(r"index\.rst:6: WARNING: .*one\.svg has no alternative text", built.warnings)


@pytest.mark.parametrize(
    ("svg", "says"),
    [
        ("<svg", "docs/_pictures/one.svg is not well-formed XML"),
        (SVG.format("wide"), "docs/_pictures/one.svg has no viewBox with four numbers"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "docs/_pictures/one.svg has no viewBox"),
    ],
)
def test_picture_that_cannot_be_shown_is_a_warning_with_the_line(build, svg, says):
    built = build(book(svg), extensions=["pictures"])
    assert re.search(rf"index\.rst:4: WARNING: {says}", built.warnings)


def test_other_images_and_pages_without_pictures_are_left_alone(build):
    files = book(page=".. image:: other.svg\n   :alt: Other\n")
    built = build({**files, "docs/other.svg": SVG.format(300)}, extensions=["pictures"])
    assert "<svg" not in built.text("index.html")
    assert "pictures.css" not in built.text("index.html")


def test_broken_picture_raises_where_it_is_drawn():
    with pytest.raises(PictureError, match="mend the file"):
        inline("<svg", prefix="", alt="")


# -- the palette -----------------------------------------------------------------------------------


def blocks() -> list[dict[str, str]]:
    """Return the variables of the style: light, dark by choice, dark by the system."""
    found = re.findall(r"\{\s*((?:--pic-[\w-]+: #[0-9a-f]{6};\s*)+)\}", CSS)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in found]


LIGHT, DARK, DARK_BY_SYSTEM = blocks()
RULES = {
    name: dict(re.findall(r"(fill|stroke): (?:var\(--([\w-]+)\)|none)", body))
    for name, body in re.findall(r"\.picture \.(pic-[\w-]+) \{(.*?)\}", CSS)
}
TEXTS = ["pic-text", "pic-muted", "pic-text-accent", "pic-text-good", "pic-text-warn"]
FILLS = ["pic-box", "pic-accent", "pic-good", "pic-warn"]
PAGES = {"light": "#ffffff", "dark": "#131416"}  # furo's backgrounds


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("mode", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_every_text_can_be_read_on_every_fill(mode, colours):
    grounds = {**{name: colours[name] for name in FILLS}, "page": PAGES[mode]}
    low = {
        (text, ground): round(contrast(colours[text], grounds[ground]), 2)
        for text, ground in product(TEXTS, grounds)
        if contrast(colours[text], grounds[ground]) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize(("mode", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_every_line_can_be_seen_on_what_it_lies_on(mode, colours):
    lines = [name for name in colours if name.endswith("line")]
    grounds = {**{name: colours[name] for name in FILLS}, "page": PAGES[mode]}
    assert {
        (a, b) for a, b in product(lines, grounds) if contrast(colours[a], grounds[b]) < 3
    } == set()


def test_dark_is_the_same_by_choice_and_by_system():
    assert DARK == DARK_BY_SYSTEM
    assert set(DARK) == set(LIGHT)


def attributes(name: str) -> dict[str, str]:
    """Return the attributes that go with a class: its light colours."""
    return {kind: LIGHT[variable] if variable else "none" for kind, variable in RULES[name].items()}


def test_guide_lists_the_classes_and_colours_of_the_style():
    for name in RULES:
        assert f"`{name}`" in GUIDE
    for name, attrs in re.findall(
        r"^\| `(pic-[\w-]+)` \|[^|]*\| `(fill=.*?)` \|$", GUIDE, re.MULTILINE
    ):
        assert dict(re.findall(r'(\w+)="([^"]+)"', attrs)) == attributes(name)


# -- the files -----------------------------------------------------------------------------------------


def faults(svg: str) -> list[str]:
    """Return how a picture breaks the rules of docs/contributing/pictures.md."""
    root = ET.fromstring(svg)
    found = [f"the root has {name}" for name in ("width", "height") if name in root.attrib]
    if float(root.get("viewBox", "0 0 0 0").split()[2]) > 700:
        found.append("viewBox wider than 700")
    sizes = {root: float(root.get("font-size", 16))}
    for parent in root.iter():
        for child in parent:
            sizes[child] = float(child.get("font-size", sizes[parent]))
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        what = f"{tag} {element.get('id') or ''.join(element.itertext()).strip()[:20]}".strip()
        if tag in ("style", "script", "image", "foreignObject") or "style" in element.attrib:
            found.append(f"{what}: styles, scripts and outside files are not for pictures")
        if tag == "text" and sizes[element] < 12:
            found.append(f"{what}: smaller than 12")
        if tag in ("text", "tspan") and element.get("font-family", "") not in (
            *("", "sans-serif", "monospace"),
        ):
            found.append(f"{what}: font")
        classes = element.get("class", "").split()
        unknown = [name for name in classes if name not in RULES]
        if unknown:
            found.append(f"{what}: unknown class {unknown[0]}")
        has = {kind: element.get(kind) for kind in ("fill", "stroke") if element.get(kind)}
        wants = attributes(classes[0]) if classes and not unknown else {}
        if has != wants:
            found.append(f"{what}: class {classes} goes with {wants}, not {has}")
        shapes = ("rect", "circle", "ellipse", "path", "line", "polyline", "polygon", "text")
        if tag in shapes and not classes:
            found.append(f"{what}: no class")
    return found


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_picture_keeps_the_rules(path):
    assert faults(path.read_text(encoding="utf-8")) == []


def test_map_keeps_the_rules_of_pictures():
    plan = course.load(ROOT / "docs" / "course.toml")
    assert faults(weekmap.draw(plan, {2: (1,), 7: (2,), 9: (7, 8), 19: (9,)}, {2: "x.html"})) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ('<rect width="9" height="9"/>', "no class"),
        ('<rect class="pic-box" fill="#ffffff" stroke="#5b6570"/>', "goes with"),
        ('<rect class="pic-bx"/>', "unknown class pic-bx"),
        ('<text class="pic-text" fill="#1a1c1e" font-size="9">x</text>', "smaller than 12"),
        ('<g font-size="10"><text class="pic-text" fill="#1a1c1e">x</text></g>', "smaller than 12"),
        ('<text class="pic-text" fill="#1a1c1e" font-family="Arial">x</text>', "font"),
        ('<g style="fill:red"/>', "styles"),
        ("<script/>", "scripts"),
        ('<g fill="#ff0000"/>', "goes with"),
    ],
)
def test_rules_find_what_breaks_them(wrong, says):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{wrong}</svg>'
    (fault,) = faults(svg)
    assert says in fault


def test_rules_find_a_wide_root_with_a_size():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 9" width="900"/>'
    assert faults(svg) == ["the root has width", "viewBox wider than 700"]

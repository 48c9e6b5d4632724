"""Draw the figures of ``measured/matrix.json`` as SVG.

python -m contract.picture_matrix [--out FILE]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from contract import figures
from contract.drawing import BOX, LINE, MUTED, TEXT, document, text

PICTURE = Path(__file__).parents[2] / "docs" / "_pictures" / "matrix.svg"
WIDTH, LEFT, ROW, BAR, GAP = 480, 96, 24, 14, 20
LONGEST = 300
"""The length of the longest bar; what stands behind it has the rest of the width."""

Panel = tuple[str, Callable[[Mapping], float | None], Callable[[Mapping], str]]
PANELS: tuple[Panel, ...] = (
    (
        "lists in a second, one worker, relative to Perch",
        lambda found: found.get("one_worker", {}).get("relative"),
        lambda found: f"{found['one_worker']['relative']:.2f}",
    ),
    (
        "start until the first answer, ms",
        lambda found: found["start"]["median"] * 1000,
        lambda found: f"{found['start']['median'] * 1000:,.0f}",
    ),
    (
        "memory of all processes of the server (PSS), MB",
        lambda found: found["memory"]["pss"],
        lambda found: f"{found['memory']['pss']:,.0f}",
    ),
    (
        "packages with all they require, MB on disk",
        lambda found: found["packages"]["bytes"] / 1e6,
        lambda found: f"{found['packages']['bytes'] / 1e6:,.1f}",
    ),
    (
        "lines of code of the application",
        lambda found: found["lines"]["code"],
        lambda found: f"{found['lines']['code']:,} for {found['levels'][-1]}",
    ),
)


def spread(found: Mapping, scale: float, y: int) -> str:
    """Return a line from the least to the most of the rounds."""
    one = found["one_worker"]
    least, most = (round(LEFT + one[name] * scale) for name in ("least", "most"))
    middle = y + BAR // 2
    ends = "".join(f"M{x} {middle - 4}V{middle + 4}" for x in (least, most))
    return f'<path d="M{least} {middle}H{most}{ends}" {LINE}/>'


def panel(which: Panel, applications: list[Mapping], top: int) -> tuple[list[str], int]:
    """Return the parts of one panel, and where it ends."""
    title, value, words = which
    shown = [found for found in applications if value(found) is not None]
    with_spread = which is PANELS[0]
    ends = [
        found["one_worker"]["most"] if with_spread else value(found) for found in shown
    ]
    scale = LONGEST / max(ends)
    parts = [text(8, top + 14, title, MUTED, "start")]
    for place, found in enumerate(shown):
        y = top + 24 + place * ROW
        length = max(1, round(value(found) * scale))
        parts.append(text(LEFT - 8, y + 12, found["name"], TEXT, "end"))
        at = f'x="{LEFT}" y="{y}" width="{length}" height="{BAR}"'
        parts.append(f"<rect {at} {BOX}/>")
        if with_spread:
            parts.append(spread(found, scale, y))
        behind = LEFT + round(ends[place] * scale) + 8
        parts.append(text(behind, y + 12, words(found), TEXT, "start"))
    return parts, top + 24 + len(shown) * ROW


def draw(file: Path) -> str:
    """Return the picture of the figures in a file."""
    measured = json.loads(file.read_text(encoding="utf-8"))
    # Those of single levels are small, and would make a long picture.
    applications = [
        found
        for found in measured["values"]["applications"].values()
        if "one_worker" in found
    ]
    parts, top = [], 4
    for which in PANELS:
        more, end = panel(which, applications, top)
        parts += more
        top = end + GAP
    return document(WIDTH, top - GAP + 8, parts)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m contract.picture_matrix",
        description="Draw what was measured of the applications.",
    )
    parser.add_argument("--out", type=Path, help="a file; default: the book's picture")
    out = parser.parse_args(arguments).out or PICTURE
    drawn = draw(figures.FOLDER / "matrix.json")
    try:
        out.write_text(drawn, encoding="utf-8", newline="\n")
    except OSError as error:
        parser.exit(2, f"cannot write {out}: {error.strerror}\n")
    print(out)


if __name__ == "__main__":
    main()

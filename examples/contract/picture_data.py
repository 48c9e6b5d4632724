"""Draw how many sightings the data set has in each month, as SVG.

python -m contract.picture_data --out sightings_by_month.svg
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from contract.drawing import BOX, LINE, MUTED, TEXT, document, text
from contract.generate import BEGINNING, END, sightings

WIDTH, HEIGHT = 480, 244
LEFT, BOTTOM, PITCH, BAR, UNIT = 36, 196, 18, 12, 4  # UNIT: the height of one sighting


def months() -> list[tuple[int, int]]:
    """Return year and month of each month of the data set."""
    first = BEGINNING.year * 12 + BEGINNING.month - 1
    last = END.year * 12 + END.month - 1
    return [(number // 12, number % 12 + 1) for number in range(first, last + 1)]


def draw() -> str:
    counts = Counter(row["seen_on"][:7] for row in sightings())
    right = LEFT + PITCH * len(months())
    parts = []
    for number in range(0, 50, 10):
        y = BOTTOM - number * UNIT
        parts.append(f'<path d="M{LEFT} {y}H{right}" {LINE} stroke-width="0.5"/>')
        parts.append(text(LEFT - 6, y + 4, str(number), MUTED, "end"))
    parts.append(text(LEFT - 30, 16, "sightings noted in a month", MUTED, "start"))
    for place, (year, month) in enumerate(months()):
        x = LEFT + PITCH * place + PITCH // 2
        count = counts[f"{year}-{month:02}"]
        if count:
            top, height = BOTTOM - count * UNIT, count * UNIT
            at = f'x="{x - BAR // 2}" y="{top}" width="{BAR}" height="{height}"'
            parts.append(f"<rect {at} {BOX}/>")
        else:
            parts.append(f'<path d="M{x} {BOTTOM - 2}V{BOTTOM - 84}" {LINE}/>')
            parts.append(text(x, BOTTOM - 90, "nobody", TEXT))
        parts.append(text(x, BOTTOM + 16, "JFMAMJJASOND"[month - 1], TEXT))
        if month == 1 or place == 0:
            edge = x - PITCH // 2
            parts.append(f'<path d="M{edge} {BOTTOM}V{BOTTOM + 40}" {LINE}/>')
            parts.append(text(edge + 6, BOTTOM + 36, str(year), MUTED, "start"))
    return document(WIDTH, HEIGHT, parts)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m contract.picture_data",
        description="Draw the sightings of each month.",
    )
    parser.add_argument("--out", type=Path, help="a file; default: standard output")
    options = parser.parse_args(arguments)
    if options.out is None:
        sys.stdout.write(draw())
        return
    try:
        options.out.write_text(draw(), encoding="utf-8", newline="\n")
    except OSError as error:
        parser.exit(2, f"cannot write {options.out}: {error.strerror}\n")


if __name__ == "__main__":
    main()

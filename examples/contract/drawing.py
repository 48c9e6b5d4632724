"""The parts that the drawn pictures share: colours by meaning, words, and the document."""

TEXT = 'class="pic-text" fill="#1a1c1e"'
MUTED = 'class="pic-muted" fill="#4a5058"'
LINE = 'class="pic-line" fill="none" stroke="#3d454e"'
BOX = 'class="pic-accent" fill="#dce9fb" stroke="#1d5fb4"'


def text(x: int, y: int, words: str, colours: str, anchor: str = "middle") -> str:
    """Return words at a place, in units of the picture; ``anchor`` is SVG's."""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {colours}>{words}</text>'


def document(width: int, height: int, parts: list[str]) -> str:
    """Return the SVG of a picture of this size, in the book's units (480 fill a column)."""
    svg = "http://www.w3.org/2000/svg"
    head = f'<svg xmlns="{svg}" viewBox="0 0 {width} {height}"'
    fonts = 'font-family="sans-serif" font-size="12"'
    return "\n  ".join([f"{head} {fonts}>", *parts]) + "\n</svg>\n"

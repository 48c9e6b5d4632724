"""Make the font files of this folder again, from packages unpacked below one folder.

Run it with Python, fontTools and Brotli; it is not needed to build a book::

    python make.py FOLDER

``FOLDER`` holds the Debian packages fonts-linuxlibertine 5.3.0 and fonts-jetbrains-mono 2.242 (``dpkg -x``) and
the npm packages ``@fontsource/noto-emoji`` 5.3 and ``@fontsource/noto-sans-sc`` 5.3 (``tar -x``), in folders of any
name. README.md beside this file says what is taken from each, and why.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
WHOLE = ("LinBiolinum_R.otf", "LinBiolinum_RB.otf")
CODE = ("JetBrainsMono-Regular.ttf", "JetBrainsMono-Bold.ttf", "JetBrainsMono-Italic.ttf")
# Latin and its accents, Greek, Cyrillic, punctuation, currency, letters and numbers as signs, arrows, mathematics,
# technical signs, boxes, blocks, shapes.
CODE_SIGNS = [*range(0x20, 0x180), *range(0x370, 0x460), *range(0x2010, 0x2070)]
CODE_SIGNS += [*range(0x20A0, 0x20C0), *range(0x2100, 0x2800)]
KANA = [*range(0x3041, 0x3097), *range(0x30A1, 0x30FD)]
CHINESE_SIGNS = [0x3001, 0x3002, *range(0x3008, 0x3012), *range(0x3014, 0x3018), 0x30FB]
CHINESE_SIGNS += [0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF5E]


def most_used() -> set[int]:
    """Return the 3,755 characters of level 1 of GB 2312-80: those used most, in rows 16 to 55."""
    found = set()
    for row in range(16, 56):
        for cell in range(1, 95):
            pair = bytes([row + 0xA0, cell + 0xA0])
            found |= {ord(c) for c in pair.decode("gb2312", errors="ignore")}
    return found


def cut(font: TTFont, signs: Iterable[int]) -> TTFont:
    """Keep of ``font`` the glyphs of ``signs``, without hints and without features of layout."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "STAT", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=signs)
    subsetter.subset(font)
    font.flavor = None
    return font


def gather(files: list[Path], wanted: set[int]) -> TTFont:
    """Return one font of the glyphs of ``wanted``, which lie scattered over ``files``."""
    parts = []
    for path in files:
        font = TTFont(path)
        here = wanted & set(font.getBestCmap())
        if here:
            wanted = wanted - here
            part = io.BytesIO()
            cut(font, here).save(part)
            part.seek(0)
            parts.append(part)
    return merge.Merger().merge(parts) if len(parts) > 1 else TTFont(parts[0])


def main(folder: Path) -> None:
    """Write the files."""
    os.environ["SOURCE_DATE_EPOCH"] = (
        "1735689600"  # the date in the files, so that they come out the same
    )
    for name in WHOLE:
        shutil.copyfile(next(folder.rglob(name)), HERE / name)
    for name in CODE:
        cut(TTFont(next(folder.rglob(name))), CODE_SIGNS).save(HERE / name)
    chinese = most_used() | {*KANA, *CHINESE_SIGNS}
    files = sorted(folder.rglob("noto-sans-sc-*-400-normal.woff2"))
    font = gather(files, chinese)
    # The parts are called after the lightest weight.
    for number, name in ((1, "Noto Sans SC"), (4, "Noto Sans SC"), (6, "NotoSansSC-Regular")):
        font["name"].setName(name, number, 3, 1, 0x409)
    font.save(HERE / "NotoSansSC-Level1.ttf")
    emoji = TTFont(next(folder.rglob("noto-emoji-emoji-400-normal.woff2")))
    # Signs that text faces have stay theirs; the skin tones mean nothing in one colour.
    signs = {c for c in emoji.getBestCmap() if c >= 0x2300 and not 0x1F3FB <= c <= 0x1F3FF}
    cut(emoji, signs).save(HERE / "NotoEmoji-Single.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

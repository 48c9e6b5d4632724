"""Draw a sunrise over reeds as a PNG: python draw_png.py FILE WIDTH HEIGHT"""

import struct
import sys
import zlib
from math import isqrt
from pathlib import Path

COLOURS = bytes.fromhex(
    "1f3a5f5b7ea6f2b279f7dcb433402a"
)  # red, green, blue, five times
SUN, WATER, REED = bytes([3]), bytes([1]), bytes([4])


def chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def row(y: int, width: int, height: int) -> bytes:
    """Return a line of pixels, numbers of colours, after the byte of a filter."""
    horizon, middle = height * 3 // 5, width // 2
    if y > horizon:
        reeds = (REED * 2 + WATER * 9 + REED * 3 + WATER * 14) * (width // 28 + 1)
        return b"\0" + reeds[:width]
    sky = bytes([4 * y // height]) * width
    half = isqrt(max(0, (height // 4) ** 2 - (y - horizon) ** 2))
    return b"\0" + sky[: middle - half] + SUN * (2 * half) + sky[middle + half :]


def draw(width: int, height: int) -> bytes:
    packer = zlib.compressobj(6)
    pixels = [packer.compress(row(y, width, height)) for y in range(height)]
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [
        chunk(b"IHDR", head),
        chunk(b"PLTE", COLOURS),
        chunk(b"IDAT", b"".join(pixels) + packer.flush()),
        chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


if __name__ == "__main__":
    file, width, height = sys.argv[1:]
    size = Path(file).write_bytes(draw(int(width), int(height)))
    print(f"{file}: {width} x {height} pixels in {size:,} bytes")

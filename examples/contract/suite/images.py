"""Small photos, and files that claim to be photos."""

from __future__ import annotations

import struct
import zlib

LIMIT = 1_048_576
"""The bytes that a photo may have (L5.1)."""

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def png(
    width: int = 8, height: int = 8, *, size: int = 0, complete: bool = True
) -> bytes:
    """Return a black PNG of the PNG specification's simplest kind.

    ``size`` is the length in bytes, reached by a chunk that readers pass over; 0 leaves it out.
    If it is not ``complete``, it has its header and the beginning of its pixels only.
    """
    # Bit depth 8, greyscale, and the one method that there is of compression, filter, interlace.
    begin = PNG_SIGNATURE + _chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    )
    if not complete:
        return begin + _chunk(b"IDAT", zlib.compress(bytes(1000)))
    end = _chunk(b"IDAT", zlib.compress((b"\0" + bytes(width)) * height))
    end += _chunk(b"IEND", b"")
    if size:
        begin += _chunk(b"juNk", bytes(size - len(begin) - len(end) - 12))
    return begin + end


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg(width: int = 8, height: int = 8, *, complete: bool = True) -> bytes:
    """Return a grey baseline JPEG, as ITU-T T.81 has it, with one code in each table.

    If it is not ``complete``, the pixels end early.
    """
    blocks = -(-width // 8) * -(-height // 8) if complete else 8
    # Each block is the code for "no difference" and the code for "end of block", a bit 0 each.
    bits = "00" * blocks
    bits += "1" * (-len(bits) % 8)
    pixels = int(bits, 2).to_bytes(len(bits) // 8, "big")
    one_code = bytes([1, *[0] * 15, 0])
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            _segment(0xDB, b"\0" + bytes([1] * 64)),
            _segment(0xC0, struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0)),
            _segment(0xC4, b"\x00" + one_code),
            _segment(0xC4, b"\x10" + one_code),
            _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            pixels.replace(b"\xff", b"\xff\0"),
            b"\xff\xd9",
        )
    )


GIF = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
NO_PHOTOS = {
    "GIF": GIF,
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "text": b"a heron",
    "nothing": b"",
    "BMP": b"BM" + bytes(60),
    "WebP": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(24),
    "PNG later": b"<script>alert(1)</script>" + png(),
    "PNG signature": PNG_SIGNATURE,
    "PNG cut off": png()[:20],
    "JPEG begin": b"\xff\xd8\xff",
    "JPEG without size": b"\xff\xd8"
    + _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
    "PNG bomb": png(50_000, 50_000, complete=False),
    "PNG of 40,008,000": png(8_001, 5_000, complete=False) + bytes(20),
    "JPEG bomb": jpeg(50_000, 50_000, complete=False),
    "PNG 4 billion high": png(1, 0xFFFFFFFF, complete=False),
    "PNG without pixels": png(0, 0, complete=False),
}
"""What must be refused, whatever it is called."""

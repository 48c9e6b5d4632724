"""What an image says of itself in its first bytes, read without unpacking it."""

from dataclasses import dataclass

PNG = b"\x89PNG\r\n\x1a\n"
# The markers of JPEG that begin a frame, and with it say the size. C4, C8 and CC, of
# the same range, begin something else (ITU-T T.81, table B.1).
JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Image:
    """The kind of an image, and its size in pixels."""

    media_type: str
    suffix: str
    width: int
    height: int


def sniff(head: bytes) -> Image | None:
    """Return what ``head`` is the beginning of, or None if that is no PNG and no JPEG.

    A JPEG may have much before its size (a preview, a colour profile), so give all of a
    small file.
    """
    if head.startswith(PNG):
        return _png(head)
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(head)
    return None


def _png(head: bytes) -> Image | None:
    """Read the chunk IHDR, which is first (PNG specification, section 11.2.1)."""
    if len(head) < 33 or head[8:16] != b"\x00\x00\x00\rIHDR":
        return None
    width, height = (int.from_bytes(head[at : at + 4]) for at in (16, 20))
    return _image("image/png", ".png", width, height)


def _jpeg(head: bytes) -> Image | None:
    """Go from segment to segment until one begins a frame (T.81, section B.2.2)."""
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker in JPEG_FRAMES:
            height, width = (int.from_bytes(head[i : i + 2]) for i in (at + 5, at + 7))
            return _image("image/jpeg", ".jpg", width, height)
        if marker == 0xFF:  # a byte that fills the space before a marker
            at += 1
        else:
            at += 2 + int.from_bytes(head[at + 2 : at + 4])
    return None


def _image(media_type: str, suffix: str, width: int, height: int) -> Image | None:
    return Image(media_type, suffix, width, height) if width and height else None

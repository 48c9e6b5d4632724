"""Upload: a photo, two of one name, a page with a photo's name, and out of the folder."""

import pytest

from harness.exercises import expect

READ = "A file from a stranger"
PNG = b"\x89PNG\r\n\x1a\n and so on"
JPEG = b"\xff\xd8\xff and so on"
PAGE = b"<script>alert(1)</script>"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder


def result(exercise, folder, filename, content):
    """Return the name under which it was kept, or the error."""
    try:
        return exercise.keep(folder, filename, content)
    except (OSError, ValueError) as error:
        return repr(error)


@pytest.mark.parametrize(
    "filename", ["heron.png", "../heron.png", "heron.html", "heron"]
)
@pytest.mark.parametrize(("content", "suffix"), [(PNG, ".png"), (JPEG, ".jpg")])
def test_a_photo_is_kept_whatever_its_name(exercise, folder, filename, content, suffix):
    name = result(exercise, folder, filename, content)
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    expect(
        kept == {name: content} and name.endswith(suffix) and "heron" not in name,
        f"{filename!r} that begins with {content[:4]!r} is kept below the folder, as {suffix}, under another name",
        hint="is there anything in the name that you need?",
        read=READ,
        got=(name, list(kept)),
    )


def test_two_of_one_name_are_two(exercise, folder):
    for content in (PNG, PNG + b"!"):
        result(exercise, folder, "heron.png", content)
    kept = sorted(path.read_bytes() for path in folder.iterdir())
    expect(
        kept == [PNG, PNG + b"!"],
        "a second photo with the same name does not overwrite the first",
        hint="who chooses the name? secrets.token_hex() makes one that nobody has",
        read=READ,
        got=kept,
    )


@pytest.mark.parametrize("content", [PAGE, PAGE + PNG, PAGE + JPEG, PNG[:4] + PAGE])
def test_what_is_no_photo_is_refused(exercise, folder, content):
    got = result(exercise, folder, "heron.png", content)
    expect(
        str(got).startswith("ValueError") and not list(folder.iterdir()),
        f"{content[:12]!r}... is no photo and leaves no file, also if called heron.png",
        hint="a PNG begins with the same eight bytes, a JPEG with the same three",
        read=READ,
        got=got,
    )

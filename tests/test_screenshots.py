"""tests/tools/screenshots.py: what it reads, what it says, and that pages show what it has made."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import samesite
import screenshots
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SHOT = '[[screenshot]]\nname = "list"\npath = "/sightings"\n'
EVERY = screenshots.chosen([])


def written(tmp_path: Path, text: str) -> Path:
    """Return the path of a file with ``text`` in a room of its own."""
    room = tmp_path / "week07_flask"
    (room / "steps").mkdir(parents=True)
    file = room / screenshots.FILE
    file.write_text(text, encoding="utf-8")
    return file


def test_a_picture_has_sensible_values_without_being_told(tmp_path: Path) -> None:
    (picture,) = screenshots.read(written(tmp_path, SHOT))
    assert (picture.file, picture.week) == ("week07_list.png", "week07")
    assert (picture.width, picture.scheme, picture.element) == (640, "light", "body")
    assert (picture.program, picture.steps) == (None, ())


def test_a_picture_may_be_of_any_server_after_some_steps(tmp_path: Path) -> None:
    text = (
        '[servers.hello]\ncommand = ["flask", "--app", "hello", "run", "--port", "{port}"]\n'
        'folder = "steps"\nenvironment = { FLASK_DEBUG = "1" }\n'
        f'{SHOT}server = "hello"\nscheme = "dark"\n'
        'steps = [{ fill = "#q", with = "owl" }, { click = "button" }, { open = "/" }, '
        '{ choose = "#f", file = "a.png" }, { wait = "p" }]\n'
    )
    (picture,) = screenshots.read(written(tmp_path, text))
    assert picture.program is not None
    assert picture.program.command[:2] == ("flask", "--app")
    assert picture.program.folder == "steps"
    assert picture.program.environment == {"FLASK_DEBUG": "1"}
    assert len(picture.steps) == 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("=", "no TOML in UTF-8"),
        ("", r"there is no \[\[screenshot\]\]: add one"),
        ('application = "flask"\n' + SHOT, "application: use servers and screenshot"),
        ('[[screenshot]]\nname = "list"\n', "has a name and a path"),
        ("screenshot = [1]\n", "has a name and a path"),
        (SHOT.replace("list", "List"), "name = 'List' cannot be used: give a name like"),
        (SHOT.replace("/s", "s"), "path = 'sightings' cannot be used: give a path that"),
        (SHOT + "width = 100\n", "width = 100 cannot be used: give the width of the window"),
        (SHOT + "width = true\n", "width = True cannot be used"),
        (SHOT + 'scheme = "grey"\n', "scheme = 'grey' cannot be used: give light or dark"),
        (SHOT + 'cut = "main"\n', "list: cut is no key: use name, path, width"),
        (SHOT + 'steps = [{ press = "a" }]\n', "{'press': 'a'} is no step: write one of {open"),
        (SHOT + 'steps = ["a"]\n', "'a' is no step"),
        (SHOT + 'server = "hello"\n', "there is no table servers.hello: add it"),
        (SHOT + SHOT, "list: give each another name"),
        ("[servers.a]\n" + SHOT, "servers.a cannot be used: give command, a list of texts"),
        ("[servers.a]\ncommand = 1\n" + SHOT, "servers.a: command must be a list of texts"),
        ('[servers.a]\ncommand = ["a"]\nfolder = "b"\n' + SHOT, "'b' is no folder of the room"),
        (
            '[servers.a]\ncommand = ["a"]\nenvironment = { A = 1 }\n' + SHOT,
            "environment must be a table of texts",
        ),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, message: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(screenshots.ScreenshotError) as raised:
        screenshots.read(file)
    assert str(raised.value).startswith(f"{file}: ")
    assert re.search(message, str(raised.value)) or message in str(raised.value)


def test_pictures_are_chosen_by_week_or_name(tmp_path: Path) -> None:
    written(tmp_path, SHOT + SHOT.replace("list", "place"))
    names = [s.file for s in screenshots.chosen(["week07"], tmp_path)]
    assert names == ["week07_list.png", "week07_place.png"]
    assert [s.name for s in screenshots.chosen(["week07_place"], tmp_path)] == ["place"]
    assert len(screenshots.chosen([], tmp_path)) == 2
    with pytest.raises(screenshots.ScreenshotError, match="week08: there is no such week or pict"):
        screenshots.chosen(["week08"], tmp_path)


@pytest.mark.parametrize("given", [None, "my-chromium"])
def test_a_browser_that_is_not_there_is_one_line_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str | None
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    if given:
        monkeypatch.setenv("CHROMIUM", given)
    assert screenshots.main([EVERY[0].week]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"screenshots: {given or 'chromium'}: there is no such program")
    assert "on Debian, sudo apt-get install chromium chromium-driver; elsewhere" in said
    assert said.count("\n") == 1


def test_the_attack_needs_a_browser_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CHROMIUM", "my-chromium")
    assert samesite.main() == 1
    assert capsys.readouterr().err.startswith("samesite: my-chromium: there is no such program")


def test_a_picture_becomes_small_and_gets_an_edge() -> None:
    given = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(given, "PNG")
    made = Image.open(io.BytesIO(screenshots.small(given.getvalue())))
    assert made.size == (256, 256)
    assert len(made.getcolors()) <= screenshots.COLOURS
    red, green, blue = made.convert("RGB").getpixel((0, 128))
    assert abs(red - 0x5B) + abs(green - 0x65) + abs(blue - 0x70) < 30


@pytest.mark.parametrize("picture", EVERY, ids=lambda picture: picture.file)
def test_a_picture_is_there_and_a_page_shows_it_with_a_text(
    picture: screenshots.Screenshot,
) -> None:
    file = screenshots.PICTURES / picture.file
    assert file.is_file(), f"make it: nox -s screenshots -- {file.stem}"
    assert file.stat().st_size <= screenshots.LARGEST
    page = (ROOT / "docs" / "weeks" / f"{picture.room.name}.rst").read_text(encoding="utf-8")
    shown = re.search(
        rf"^\.\. (?:figure|image):: \.\./_pictures/{re.escape(picture.file)}\n((?:   .*\n)+)",
        page,
        re.MULTILINE,
    )
    assert shown, f"{picture.room.name}.rst does not show {picture.file}"
    for option in (r":alt: \S", r":width: \d+px", ":loading: lazy"):
        assert re.search(f"^   {option}", shown[1], re.MULTILINE), option


def test_no_picture_of_a_browser_is_left_over() -> None:
    pictures = {file.name for file in screenshots.PICTURES.glob("week*.png")}
    assert pictures <= {picture.file for picture in EVERY}


@pytest.mark.parametrize("picture", EVERY, ids=lambda picture: picture.file)
def test_what_a_picture_sends_and_runs_is_in_its_room(picture: screenshots.Screenshot) -> None:
    for step in picture.steps:
        assert "file" not in step or (picture.room / step["file"]).is_file()
    program = picture.program
    assert program is not None or (picture.room / screenshots.applications.MANIFEST).is_file()

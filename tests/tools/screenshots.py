"""Photograph the applications of the weeks in a browser: docs/_pictures/weekNN_NAME.png.

    python tests/tools/screenshots.py            all of them
    python tests/tools/screenshots.py week09     those of one week, or week09_NAME for one

What is photographed stands in the file ``screenshots.toml`` of a week's room; docs/contributing/screenshots.md
explains it. Each picture gets a server and a data folder of its own, so that none depends on another, and the inputs
of harness.inputs (today is always the same day). Caret, scrollbars and animations are left out. The same machine makes
the same bytes again; another one may have other fonts.

It needs Chromium and its driver, found on PATH or named in the variables CHROMIUM and CHROMEDRIVER.
"""

from __future__ import annotations

import argparse
import base64
import io
import os
import re
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples"))

from contract import applications  # noqa: E402  (it lies in the folder just added)
from harness.servers import Servers  # noqa: E402

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

EXAMPLES = ROOT / "examples"
PICTURES = ROOT / "docs" / "_pictures"
FILE = "screenshots.toml"

SCALE = 2
"""Pixels of the file for each pixel of CSS: text stays sharp on good screens and on paper."""
COLOURS = 24
"""Colours of the palette. A page of text and lines needs no more, and is a third as large."""
MARGIN = 12
"""Pixels of CSS around what is shown."""
LARGEST = 60_000
"""Bytes that a picture may have."""

QUIET = """
*, *::before, *::after {
  animation: none !important; transition: none !important; caret-color: transparent !important;
}
"""

_TEXT, _NUMBER = "a text", "a whole number"
_KEYS: dict[str, tuple[type, str]] = {
    "name": (str, "a name like login_refused, of a-z, 0-9 and _"),
    "path": (str, "a path that begins with /"),
    "width": (int, "the width of the window in pixels, from 200 to 1400"),
    "scheme": (str, "light or dark"),
    "element": (str, "a selector of CSS for what is shown"),
    "server": (str, "the name of a table below servers"),
    "steps": (list, "a list of steps"),
}
_STEPS = {
    frozenset({"open"}): "{open = PATH}",
    frozenset({"fill", "with"}): "{fill = SELECTOR, with = TEXT}",
    frozenset({"choose", "file"}): "{choose = SELECTOR, file = NAME in the room}",
    frozenset({"click"}): "{click = SELECTOR}",
    frozenset({"wait"}): "{wait = SELECTOR}",
}
_SERVER = {"command", "folder", "environment"}


class ScreenshotError(Exception):
    """A picture cannot be made. The text names the file, what is wrong and the cure."""


@dataclass(frozen=True)
class Program:
    """A server that is no application of a manifest: its command, folder and more variables."""

    command: tuple[str, ...]
    folder: str = "."
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Screenshot:
    """One picture: what is opened, what is done there, and what is cut out."""

    room: Path
    name: str
    path: str
    width: int = 640
    scheme: str = "light"
    element: str = "body"
    program: Program | None = None
    steps: tuple[Mapping[str, str], ...] = ()

    @property
    def week(self) -> str:
        """The short name of the week, such as week09."""
        return self.room.name.partition("_")[0]

    @property
    def file(self) -> str:
        """The name of the picture's file."""
        return f"{self.week}_{self.name}.png"


# -- what is asked for ---------------------------------------------------------------------------


def _program(file: Path, name: str, given: object) -> Program:
    """Return the program of a table below ``servers``."""
    if not (isinstance(given, dict) and "command" in given and set(given) <= _SERVER):
        raise ScreenshotError(
            f"{file}: servers.{name} cannot be used: give command, a list of texts, "
            "and if needed folder and environment"
        )
    command, folder = given["command"], given.get("folder", ".")
    environment = given.get("environment", {})
    if not (isinstance(command, list) and command and all(isinstance(w, str) for w in command)):
        raise ScreenshotError(f"{file}: servers.{name}: command must be a list of texts")
    if not (isinstance(folder, str) and (file.parent / folder).is_dir()):
        raise ScreenshotError(f"{file}: servers.{name}: {folder!r} is no folder of the room")
    if not (
        isinstance(environment, dict) and all(isinstance(v, str) for v in environment.values())
    ):
        raise ScreenshotError(f"{file}: servers.{name}: environment must be a table of texts")
    return Program(tuple(command), folder, environment)


def _usable(key: str, value: Any) -> bool:
    """Tell whether ``value`` is what _KEYS says of ``key``."""
    if not isinstance(value, _KEYS[key][0]) or isinstance(value, bool):
        return False
    match key:
        case "name":
            return bool(re.fullmatch("[a-z0-9_]+", value))
        case "path":
            return value.startswith("/")
        case "width":
            return 200 <= value <= 1400
        case "scheme":
            return value in ("light", "dark")
    return True


def _screenshot(file: Path, given: Any, programs: Mapping[str, Program]) -> Screenshot:
    """Return the picture that one table asks for."""
    if not isinstance(given, dict) or not {"name", "path"} <= set(given):
        raise ScreenshotError(f"{file}: each [[screenshot]] has a name and a path")
    where = f"{file}: {given['name']}"
    for key, value in given.items():
        if key not in _KEYS:
            raise ScreenshotError(f"{where}: {key} is no key: use {', '.join(_KEYS)}")
        if not _usable(key, value):
            raise ScreenshotError(
                f"{where}: {key} = {value!r} cannot be used: give {_KEYS[key][1]}"
            )
    steps = given.get("steps", [])
    for step in steps:
        if not isinstance(step, dict) or frozenset(step) not in _STEPS:
            raise ScreenshotError(
                f"{where}: {step!r} is no step: write one of {', '.join(_STEPS.values())}"
            )
    server = given.get("server")
    if server is not None and server not in programs:
        raise ScreenshotError(f"{where}: there is no table servers.{server}: add it")
    values = {k: v for k, v in given.items() if k not in ("server", "steps")}
    return Screenshot(
        room=file.parent, program=programs.get(server or ""), steps=tuple(steps), **values
    )


def read(file: Path) -> list[Screenshot]:
    """Return the pictures that ``file`` asks for. Raises ScreenshotError."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ScreenshotError(f"{file}: no TOML in UTF-8: {error}") from None
    if unknown := values.keys() - {"servers", "screenshot"}:
        raise ScreenshotError(f"{file}: {', '.join(sorted(unknown))}: use servers and screenshot")
    servers = values.get("servers", {}).items()
    programs = {name: _program(file, name, given) for name, given in servers}
    found = [_screenshot(file, given, programs) for given in values.get("screenshot", [])]
    if not found:
        raise ScreenshotError(f"{file}: there is no [[screenshot]]: add one, or remove the file")
    names = [picture.name for picture in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ScreenshotError(f"{file}: {', '.join(sorted(twice))}: give each another name")
    return found


def chosen(words: list[str], examples: Path = EXAMPLES) -> list[Screenshot]:
    """Return the pictures of the weeks, or of those that ``words`` name. Raises ScreenshotError."""
    every = [s for file in sorted(examples.glob(f"week*/{FILE}")) for s in read(file)]
    for word in words:
        if word not in {s.week for s in every} | {Path(s.file).stem for s in every}:
            weeks = sorted({s.week for s in every})
            raise ScreenshotError(
                f"{word}: there is no such week or picture: take one of {', '.join(weeks)}, "
                f"or weekNN_NAME of a picture"
            )
    return [s for s in every if not words or {s.week, Path(s.file).stem} & set(words)]


# -- the browser ---------------------------------------------------------------------------------


def find(variable: str, *names: str) -> str:
    """Return the path of a program: what the variable says, or the first of ``names`` on PATH.

    Raises ScreenshotError, with the command that installs it, if there is none.
    """
    given = os.environ.get(variable)
    for name in [given] if given else names:
        if path := shutil.which(name):
            return path
    raise ScreenshotError(
        f"{given or names[0]}: there is no such program, and pictures need Chromium and its driver: "
        f"on Debian, sudo apt-get install chromium chromium-driver; elsewhere, name it in {variable}"
    )


@contextmanager
def browser() -> Iterator[Chrome]:
    """A Chromium without a window, for as long as the block runs. Raises ScreenshotError."""
    program = find("CHROMIUM", "chromium", "chromium-browser", "google-chrome")
    driver = find("CHROMEDRIVER", "chromedriver")
    from selenium import webdriver
    from selenium.common import WebDriverException
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in (
        "--headless=new",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-sync",
        "--no-first-run",
        "--disable-lcd-text",
        "--font-render-hinting=none",
        "--force-color-profile=srgb",
        "--lang=en-GB",
    ):
        options.add_argument(argument)
    if os.geteuid() == 0:  # Chromium's sandbox cannot be made by root
        options.add_argument("--no-sandbox")
    try:
        # The driver is named, or Selenium would look for one in the network.
        chrome = webdriver.Chrome(options=options, service=Service(driver))
    except WebDriverException as error:
        raise ScreenshotError(f"{program} did not start: {error.msg}") from None
    try:
        chrome.implicitly_wait(5)
        yield chrome
    finally:
        chrome.quit()


def walk(chrome: Chrome, url: str, picture: Screenshot) -> None:
    """Open the page of ``picture`` at ``url`` and do its steps. Raises ScreenshotError."""
    from selenium.common import WebDriverException

    at: Mapping[str, str] = {"open": picture.path}
    try:
        chrome.get(url + picture.path)
        for at in picture.steps:
            _do(chrome, url, picture.room, at)
    except WebDriverException as error:
        raise ScreenshotError(
            f"{picture.file}: the step {dict(at)} failed at {chrome.current_url}: {error.msg}"
        ) from None


def _do(chrome: Chrome, url: str, room: Path, step: Mapping[str, str]) -> None:
    """Do one step, as a person would."""
    if "open" in step:
        chrome.get(url + step["open"])
        return
    selector = step.get("fill") or step.get("choose") or step.get("click") or step["wait"]
    element = chrome.find_element("css selector", selector)
    if "fill" in step:
        # Keys typed into a date's field depend on the locale; its value does not.
        chrome.execute_script("arguments[0].value = arguments[1]", element, step["with"])
    elif "choose" in step:
        element.send_keys(str(room / step["file"]))
    elif "click" in step:
        element.click()
        wait_for_another_page(chrome, element)


def wait_for_another_page(chrome: Chrome, element: WebElement) -> None:
    """Wait until ``element`` is gone, as after a form was sent; go on if it stays."""
    from selenium.common import TimeoutException
    from selenium.webdriver.support.expected_conditions import staleness_of
    from selenium.webdriver.support.wait import WebDriverWait

    with suppress(TimeoutException):
        WebDriverWait(chrome, 5).until(staleness_of(element))


def photograph(chrome: Chrome, picture: Screenshot) -> bytes:
    """Return what is in the window as PNG, cut to the picture's element. Raises ScreenshotError."""
    from selenium.common import WebDriverException

    script = """
        const style = document.createElement("style");
        style.textContent = arguments[1];
        document.head.append(style);
        document.activeElement.blur();
        const box = document.querySelector(arguments[0]).getBoundingClientRect();
        return [box.x + scrollX, box.y + scrollY, box.width, box.height];
    """
    try:
        x, y, width, height = chrome.execute_script(script, picture.element, QUIET)
    except WebDriverException:
        raise ScreenshotError(
            f"{picture.file}: nothing at {chrome.current_url} is {picture.element!r}: "
            "correct the element or the steps"
        ) from None
    left, top = max(0, x - MARGIN), max(0, y - MARGIN)
    right = min(picture.width, x + width + MARGIN)
    clip = {
        "x": left,
        "y": top,
        "width": right - left,
        "height": y + height + MARGIN - top,
        "scale": 1,
    }
    got = chrome.execute_cdp_cmd(
        "Page.captureScreenshot",
        {"format": "png", "clip": clip, "captureBeyondViewport": True},
    )
    return base64.b64decode(got["data"])


def small(png: bytes) -> bytes:
    """Return the picture with few colours and a line around it, which keeps it apart from a dark page."""
    from PIL import Image, ImageDraw

    image = Image.open(io.BytesIO(png)).convert("RGB")
    edge = (0, 0, image.width - 1, image.height - 1)
    ImageDraw.Draw(image).rectangle(edge, outline="#5b6570", width=SCALE)
    palette = image.quantize(COLOURS, dither=Image.Dither.NONE)
    output = io.BytesIO()
    palette.save(output, "PNG", optimize=True)
    return output.getvalue()


# -- all of it -----------------------------------------------------------------------------------


@contextmanager
def serving(picture: Screenshot) -> Iterator[str]:
    """Run what ``picture`` shows, for as long as the block runs; yields its address."""
    if picture.program is None:
        with applications.running(applications.read(picture.room)) as running:
            yield running.url
        return
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
        servers = Servers(picture.room, Path(folder))
        environment = {"FIELDNOTES_DATA": folder} | dict(picture.program.environment)
        try:
            started = servers(
                *picture.program.command, cwd=picture.program.folder, env=environment, timeout=30
            )
            yield started.url
        finally:
            servers.stop()


def make(chrome: Chrome, picture: Screenshot) -> bytes:
    """Return the bytes of the picture's file. Raises ScreenshotError."""
    metrics = {"width": picture.width, "height": 800, "deviceScaleFactor": SCALE, "mobile": False}
    scheme = {"features": [{"name": "prefers-color-scheme", "value": picture.scheme}]}
    for command, arguments in (
        ("Emulation.setDeviceMetricsOverride", metrics),
        ("Emulation.setEmulatedMedia", scheme),
        ("Emulation.setScrollbarsHidden", {"hidden": True}),
        ("Page.setBypassCSP", {"enabled": True}),  # or no style could be added
        ("Network.clearBrowserCookies", {}),
    ):
        chrome.execute_cdp_cmd(command, arguments)
    with serving(picture) as url:
        walk(chrome, url, picture)
        made = small(photograph(chrome, picture))
    if len(made) > LARGEST:
        raise ScreenshotError(
            f"{picture.file} has {len(made):,} bytes, more than {LARGEST:,}: show less of the page"
        )
    return made


def main(arguments: list[str] | None = None) -> int:
    """Make the pictures that the command line names."""
    parser = argparse.ArgumentParser(description="Photograph the applications of the weeks.")
    parser.add_argument("which", nargs="*", help="week09, or week09_NAME; by default all")
    options = parser.parse_args(arguments)
    try:
        pictures = chosen(options.which)
        with browser() as chrome:
            for picture in pictures:
                made = make(chrome, picture)
                file = PICTURES / picture.file
                same = file.is_file() and file.read_bytes() == made
                if not same:
                    file.write_bytes(made)
                print(f"{picture.file}: {len(made):,} bytes{', as it was' if same else ''}")
    except (ScreenshotError, applications.ManifestError, applications.StartError) as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

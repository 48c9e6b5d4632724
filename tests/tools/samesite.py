"""Attack the log of week 9 from another port and from another site, in a real browser.

    python tests/tools/samesite.py

prints, for each value of the cookie's SameSite, whether a form on the other site could empty the log while its owner
was logged in. It needs a browser, as screenshots.py does.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import screenshots
from harness.servers import Server, Servers

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

STEPS = screenshots.EXAMPLES / "week09_flask_forms_sessions" / "steps"
VALUES = ("Lax", "Strict", None)
LOG = """
from unprotected import app
app.config.update(SECRET_KEY="for this run", SESSION_COOKIE_SAMESITE=VALUE)
app.run(port={port})
"""


@contextmanager
def both(value: str | None) -> Iterator[tuple[Server, Server]]:
    """Run the log, with this SameSite, and the attacker."""
    with tempfile.TemporaryDirectory() as folder:
        servers = Servers(STEPS, Path(folder))
        try:
            log = servers("python", "-c", LOG.replace("VALUE", repr(value)))
            target = {"FLASK_TARGET": log.url}
            command = ("flask", "--app", "attacker", "run", "--port", "{port}")
            yield log, servers(*command, env=target)
        finally:
            servers.stop()


def attacked(chrome: Chrome, log: Server, attacker: str) -> bool:
    """Log in, claim the prize, and say whether the log is empty now."""
    chrome.execute_cdp_cmd("Network.clearBrowserCookies", {})
    chrome.get(log.url)
    field = chrome.find_element("name", "name")
    field.send_keys("ada")
    field.submit()
    chrome.get(attacker)
    button = chrome.find_element("css selector", "button")
    button.click()
    screenshots.wait_for_another_page(chrome, button)
    chrome.get(log.url)
    return "sees nothing" in chrome.find_element("css selector", "p").text


def main() -> int:
    """Print a line for each value and place."""
    try:
        with screenshots.browser() as chrome:
            print(f"Chromium {chrome.capabilities['browserVersion']}")
            for value in VALUES:
                for host in ("127.0.0.1", "localhost"):
                    with both(value) as (log, other):
                        address = other.url.replace("127.0.0.1", host)
                        outcome = "empty" if attacked(chrome, log, address) else "as it was"
                        print(f"SameSite {value!s:7} attacker at {host:10} the log is {outcome}")
    except screenshots.ScreenshotError as error:
        print(f"samesite: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

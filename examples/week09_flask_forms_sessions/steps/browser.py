"""A browser for the terminal: it keeps cookies, follows nothing, and fills in forms.

    python browser.py ADDRESS                     look at a page
    python browser.py ADDRESS FIELD=TEXT ...      fill in the form with these fields
    python browser.py ADDRESS --press "Log out"   send the form with this button

Its cookies are in the file that BROWSER_COOKIES names. Like a browser it sends them to
every port of the host that set them, whichever page the form was on. It knows nothing
of SameSite.
"""

import os
import sys
from html.parser import HTMLParser
from http.cookiejar import LWPCookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin
from urllib.request import (
    HTTPCookieProcessor,
    HTTPErrorProcessor,
    Request,
    build_opener,
)


class Page(HTMLParser):
    """The forms of a page, and what a person would read of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms, self.lines, self.reading = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.reading = tag
        if tag == "form":
            self.forms.append({"action": "", "fields": {}, "button": ""} | given)
        elif tag in ("input", "textarea") and "name" in given and self.forms:
            self.forms[-1]["fields"][given["name"]] = given.get("value", "")

    def handle_endtag(self, tag):
        self.reading = ""

    def handle_data(self, data):
        text = " ".join(data.split())
        if text and self.reading != "style":
            self.lines.append(text)
        if self.reading == "button":
            self.forms[-1]["button"] = text


class Everything(HTTPErrorProcessor):
    """Neither raises an error for a status nor follows a redirect."""

    def http_response(self, request, response):
        return response


def chosen(page: Page, fields: dict[str, str], button: str) -> dict:
    """Return the form that has these fields, or this button."""
    for form in page.forms:
        if fields.keys() <= form["fields"].keys() and button in ("", form["button"]):
            return form
    raise SystemExit(f"no form on this page has {button or ', '.join(fields)}")


def main(address: str, *words: str) -> None:
    jar = LWPCookieJar(os.environ.get("BROWSER_COOKIES", "cookies.txt"))
    if Path(jar.filename).exists():
        jar.load(ignore_discard=True)
    opener = build_opener(HTTPCookieProcessor(jar), Everything())
    answer = opener.open(address)
    page = Page(answer.read().decode())
    if words:
        button = words[1] if words[0] == "--press" else ""
        fields = {} if button else dict(word.split("=", 1) for word in words)
        form = chosen(page, fields, button)
        body = urlencode(form["fields"] | fields).encode()
        target = urljoin(address, form["action"])
        answer = opener.open(Request(target, body, {"Referer": address}))
        page = Page(answer.read().decode())
    jar.save(ignore_discard=True)
    print(answer.status, answer.headers.get("Location", ""))
    if 200 <= answer.status < 300 or answer.status >= 400:
        print(*page.lines, sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

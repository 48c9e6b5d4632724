"""A visitor's text in six places of a page: what a parser of HTML makes of it."""

from html import escape
from html.parser import HTMLParser

PLACES = [
    ("content", "<p>{}</p>", "<img src=x onerror=alert(1)>"),
    ("quotes", '<input value="{}">', 'x" onfocus="alert(1)'),
    ("no quotes", "<input value={}>", "x onfocus=alert(1)"),
    ("address", '<a href="{}">', "javascript:alert(1)"),
    ("handler", """<button onclick="show('{}')">""", "'); alert(1); ('"),
    ("script", "<script>const count = {};</script>", "alert(1)"),
]


class Elements(HTMLParser):
    """Notes elements with their attributes, and what stands in a script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        written = [f"{name}={value!r}" for name, value in attrs]
        self.found.append(" ".join([tag, *written]))

    def handle_data(self, data):
        if self.lasttag == "script":
            self.found.append(data)


if __name__ == "__main__":
    for place, html, text in PLACES:
        print(place)
        print("  as it is:", "; ".join(Elements(html.format(text)).found))
        print("  escaped: ", "; ".join(Elements(html.format(escape(text))).found))

"""What a browser does when its user sends a form, and then reloads the page."""

from perch.testing import Answer, Client
from steps.resent import SEEN, app


class Browser:
    """Follows redirects, and knows by which request it got the page that it shows."""

    def __init__(self) -> None:
        self.client = Client(app)

    def send(self, path: str, species: str) -> None:
        """Send a form."""
        self._show("POST", path, {"species": species})

    def reload(self) -> None:
        """Send again what led to this page."""
        self._show(*self.last)

    def _show(self, method: str, path: str, form: dict[str, str] | None) -> None:
        self.last = (method, path, form)
        answer = self._ask(method, path, form)
        print(f"    {method} {path}: {answer.status} {answer.text}")
        if answer.status == 303:
            self._show("GET", answer.headers["Location"], None)

    def _ask(self, method: str, path: str, form: dict[str, str] | None) -> Answer:
        return self.client.post(path, form) if form else self.client.get(path)


if __name__ == "__main__":
    for path in ("/answered", "/redirected"):
        SEEN.clear()
        browser = Browser()
        print("A wren is sent")
        browser.send(path, "Wren")
        print("Reload")
        browser.reload()
        print("Kept:", SEEN)

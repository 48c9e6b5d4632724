"""What a browser does with forms: find one, keep its hidden inputs, fill it in, send it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from contract.suite.checking import Answer, expect
from contract.suite.client import Person


@dataclass
class Form:
    """A form of a page."""

    element: Tag
    answer: Answer
    """The page that it is on."""

    @property
    def action(self) -> str:
        """The address it is sent to."""
        return urljoin(self.answer.url, self.element.get("action") or self.answer.url)

    @property
    def path(self) -> str:
        """The path it is sent to."""
        return urlsplit(self.action).path

    @property
    def method(self) -> str:
        """GET or POST."""
        return str(self.element.get("method", "get")).upper()

    @property
    def enctype(self) -> str:
        """How it is sent."""
        return str(self.element.get("enctype", "application/x-www-form-urlencoded"))

    def controls(self) -> list[Tag]:
        """Return what can be filled in, with hidden inputs, without buttons."""
        found = self.element.find_all(["input", "textarea", "select"])
        buttons = ("submit", "image", "button", "reset")
        return [c for c in found if c.get("name") and c.get("type") not in buttons]

    def control(self, name: str) -> Tag | None:
        """Return the control called ``name``, or None."""
        return next((c for c in self.controls() if c["name"] == name), None)

    def names(self) -> list[str]:
        """Return the names of the controls."""
        return [str(control["name"]) for control in self.controls()]

    def hidden(self) -> dict[str, str]:
        """Return the hidden inputs."""
        return {
            str(c["name"]): value_of(c)
            for c in self.controls()
            if c.get("type") == "hidden"
        }

    def values(self) -> dict[str, str]:
        """Return what would be sent if nothing were filled in."""
        values = {}
        for control in self.controls():
            unticked = control.get("type") in ("checkbox", "radio") and not (
                control.has_attr("checked")
            )
            if not unticked and control.get("type") != "file":
                values[str(control["name"])] = value_of(control)
        button = self.element.find(
            ["button", "input"], {"type": "submit", "name": True}
        )
        if button is not None:
            values[str(button["name"])] = str(button.get("value", ""))
        return values


def value_of(control: Tag) -> str:
    """Return the value of an input, textarea or select as a browser has it."""
    if control.name == "textarea":
        # The HTML standard: line ends are LF, and one right after the tag is left out.
        text = re.sub(r"\r\n?", "\n", control.get_text())
        return text.removeprefix("\n")
    if control.name == "select":
        options = control.find_all("option")
        chosen = [o for o in options if o.has_attr("selected")] or options[:1]
        return "".join(str(o.get("value", o.get_text())) for o in chosen[:1])
    return str(control.get("value", ""))


def forms(answer: Answer) -> list[Form]:
    """Return all forms of a page."""
    return [Form(element, answer) for element in answer.page.find_all("form")]


def find_form(answer: Answer, *names: str, path: str | None = None) -> Form:
    """Return the POST form that has the controls ``names`` and is sent to ``path``, if given."""
    __tracebackhide__ = True
    found = [
        form
        for form in forms(answer)
        if form.method == "POST"
        and set(names) <= set(form.names())
        and path in (None, form.path)
    ]
    what = f" with the fields {', '.join(names)}" if names else ""
    to = f" that is sent to {path}" if path else ""
    expect(found, f"a page with a form of method POST{what}{to}", answer)
    return found[0]


def submit(
    person: Person,
    form: Form,
    values: Mapping[str, str] | None = None,
    *,
    without: tuple[str, ...] = (),
    as_is: bool = False,
) -> Answer:
    """Fill ``values`` into a form and send it by its own action and method.

    A field of ``values`` that the form does not have is sent too, one of ``without`` is not. Line
    ends are sent as CR LF, as browsers do, unless ``as_is``.
    """
    fields = form.values() | dict(values or {})
    fields = {name: value for name, value in fields.items() if name not in without}
    if not as_is:
        fields = {n: re.sub(r"\r\n?|\n", "\r\n", v) for n, v in fields.items()}
    if form.enctype == "multipart/form-data":
        sent = "\n".join(f"{name} = {value!r}" for name, value in fields.items())
        # httpx2 sends fields as multipart if there is a file; without a name it is a field.
        parts = {name: (None, value.encode()) for name, value in fields.items()}
        return person.send("POST", form.action, files=parts, sent=sent)
    return person.post(form.action, fields.items())

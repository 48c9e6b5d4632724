"""What a browser does with forms: find one, keep its hidden inputs, fill it in, send it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from contract.suite.checking import Answer, expect
from contract.suite.client import Person


@dataclass(frozen=True)
class Control:
    """An input, textarea or select of a form."""

    element: LexborNode

    def get(self, attribute: str, default: str | None = None) -> str | None:
        """Return the value of an attribute, "" if it has none, ``default`` if it is not there."""
        attributes = self.element.attributes
        return (attributes[attribute] or "") if attribute in attributes else default

    @property
    def name(self) -> str:
        """The name that its value is sent under; "" without one."""
        return self.get("name", "")

    @property
    def type(self) -> str:
        """What it is for: textarea, select, or the type of an input."""
        tag = self.element.tag
        return self.get("type", "text").lower() if tag == "input" else tag

    @property
    def value(self) -> str:
        """The value as a browser has it."""
        if self.type == "textarea":
            # The HTML standard: line ends are LF, those of character references too.
            return re.sub(r"\r\n?", "\n", self.element.text())
        if self.type == "select":
            options = [Control(option) for option in self.element.css("option")]
            chosen = [o for o in options if o.get("selected") is not None] or options
            return "".join(o.get("value", o.element.text()) for o in chosen[:1])
        return self.get("value", "")


@dataclass
class Form:
    """A form of a page."""

    element: LexborNode
    answer: Answer
    """The page that it is on."""

    @property
    def action(self) -> str:
        """The address it is sent to."""
        action = self.element.attributes.get("action")
        return urljoin(self.answer.url, action or self.answer.url)

    @property
    def path(self) -> str:
        """The path it is sent to."""
        return urlsplit(self.action).path

    @property
    def method(self) -> str:
        """GET or POST."""
        return (self.element.attributes.get("method") or "get").upper()

    @property
    def enctype(self) -> str:
        """How it is sent."""
        enctype = self.element.attributes.get("enctype")
        return enctype or "application/x-www-form-urlencoded"

    def controls(self) -> list[Control]:
        """Return what can be filled in, with hidden inputs, without buttons."""
        found = map(Control, self.element.css("input, textarea, select"))
        buttons = ("submit", "image", "button", "reset")
        return [c for c in found if c.name and c.type not in buttons]

    def control(self, name: str) -> Control | None:
        """Return the control called ``name``, or None."""
        return next((c for c in self.controls() if c.name == name), None)

    def names(self) -> list[str]:
        """Return the names of the controls."""
        return [control.name for control in self.controls()]

    def hidden(self) -> dict[str, str]:
        """Return the hidden inputs."""
        return {c.name: c.value for c in self.controls() if c.type == "hidden"}

    def values(self) -> dict[str, str]:
        """Return what would be sent if nothing were filled in."""
        values = {}
        for control in self.controls():
            ticked = control.get("checked") is not None
            if control.type != "file" and (
                ticked or control.type not in ("checkbox", "radio")
            ):
                values[control.name] = control.value
        # The type of a button that says nothing of it is submit.
        button = self.element.css_first(
            '[type="submit" i][name], button[name]:not([type])'
        )
        if button is not None:
            values[Control(button).name] = Control(button).value
        return values


def label_of(control: Control, answer: Answer) -> str:
    """Return the text of a control's label, "" without one: it is around it, or names its id."""
    element = control.element
    while element is not None and element.tag != "label":
        element = element.parent
    for label in answer.page.css("label[for]") if element is None else ():
        if label.attributes["for"] == control.get("id"):
            element = label
    return "" if element is None else element.text(strip=True)


def described(control: Control, answer: Answer) -> bool:
    """Tell whether ``aria-describedby`` names elements of the page that have a text."""
    texts = {e.attributes["id"]: e.text(strip=True) for e in answer.page.css("[id]")}
    ids = control.get("aria-describedby", "").split()
    return bool(ids) and all(texts.get(name) for name in ids)


def forms(answer: Answer) -> list[Form]:
    """Return all forms of a page."""
    return [Form(element, answer) for element in answer.page.css("form")]


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

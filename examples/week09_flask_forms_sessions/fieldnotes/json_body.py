"""Bodies in JSON, held to the rules of the forms."""

import re

from flask import request
from flask.json.provider import DefaultJSONProvider
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField

from fieldnotes.errors import Invalid


class StrictJSON(DefaultJSONProvider):
    """JSON as its standard has it: Python's own reader takes NaN and Infinity too."""

    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: object) -> object:
        try:
            return super().loads(s, parse_constant=self.refuse, **kwargs)
        except RecursionError:
            raise ValueError("the JSON is nested too deeply") from None

    @staticmethod
    def refuse(name: str) -> None:
        raise ValueError(f"{name} is no JSON")


def read_object() -> dict[str, object]:
    """Return the body's object; no JSON is 400, another media type 415."""
    body = request.get_json()
    if not isinstance(body, dict):
        raise Invalid({})
    return body


def read_texts(*names: str) -> list[str]:
    """Return the texts of these fields; raise Invalid if one is missing or no text."""
    body = read_object()
    errors = {name: ["A text is needed."] for name in names if not is_text(body, name)}
    if errors:
        raise Invalid(errors)
    return [body[name] for name in names]


def is_text(body: dict[str, object], name: str) -> bool:
    # JSON can have halves of characters, which have no bytes in UTF-8.
    value = body.get(name)
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)


def read_form(form_class: type[FlaskForm], partial: bool = False) -> FlaskForm:
    """Return the body as a valid form, or raise Invalid with the errors by field.

    The types are checked here, for a form converts texts; the rest is the form's. If it
    may be ``partial``, the form has only the fields that the body names.
    """
    body = read_object()
    texts = {k: str(v) for k, v in body.items() if isinstance(v, str | int)}
    form = form_class(MultiDict(texts), meta={"csrf": False})
    if partial:
        for name in form.data.keys() - body.keys():
            del form[name]
    form.validate()
    errors = form.errors | {
        field.name: ["This has the wrong type."]
        for field in form
        if field.name in body and type(body[field.name]) is not json_type(field)
    }
    if errors:
        raise Invalid(errors)
    return form


def json_type(field: object) -> type:
    return int if isinstance(field, IntegerField) else str

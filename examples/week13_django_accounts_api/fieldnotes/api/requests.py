"""What a request of the API brings: a token, and JSON that is checked by a form."""

import functools
import json

from accounts.models import Token

from .problems import Problem


def token_required(method):
    """Let a method of a view be called only with a token; its owner is the user."""

    @functools.wraps(method)
    def checked(view, request, *args, **kwargs):
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        user = Token.objects.user_of(text) if scheme.lower() == "bearer" else None
        if user is None:
            raise Problem(401, "Send a token of POST /api/tokens that is still valid.")
        request.user = user
        return method(view, request, *args, **kwargs)

    return checked


def _no_number(text):
    raise ValueError(f"{text} is no JSON")


def _whole_number(text):
    # Python refuses to read a number of thousands of digits; infinity is as wrong.
    return int(text) if len(text) < 20 else float(text)


def read_json(request):
    """Return the object that is the body."""
    if request.content_type != "application/json":
        raise Problem(415, "Send application/json.")
    try:
        data = json.loads(
            request.body.decode(),
            parse_constant=_no_number,
            parse_int=_whole_number,
        )
    except (ValueError, RecursionError):
        raise Problem(400, "The body is no JSON.") from None
    if not isinstance(data, dict):
        raise Problem(422, "The body is no object.", errors={})
    return data


TYPES = {int: "a whole number", str: "a text"}


def check(form_class, request, *, partial=False):
    """Return the values of the body that the form found valid.

    A form takes "3" for a number, because browsers send nothing but text. JSON has
    types, so they are looked at first. ``partial``: only the fields that are named.
    """
    data = read_json(request)
    form = form_class(data)
    errors = {}
    for name in list(form.fields):
        kind = int if name == "count" else str
        if name not in data:
            if partial:
                del form.fields[name]
        elif type(data[name]) is not kind:
            errors[name] = [f"This is not {TYPES[kind]}."]
            del form.fields[name]
        elif kind is str and not _is_text(data[name]):
            errors[name] = ["Half of a surrogate pair is no character."]
            del form.fields[name]
    errors |= form.errors
    if errors:
        raise Problem(422, "Some values are not valid.", errors=errors)
    return form.cleaned_data


def _is_text(value):
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True

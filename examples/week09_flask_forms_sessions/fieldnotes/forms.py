"""The forms, and with them every rule for values; the API and `load` use them too."""

import re
from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, Field, Form, IntegerField, PasswordField, StringField
from wtforms.fields import DateTimeLocalField, TextAreaField
from wtforms.validators import (
    EqualTo,
    InputRequired,
    Length,
    NumberRange,
    Regexp,
    ValidationError,
)

from fieldnotes.settings import today
from fieldnotes.urls import PLACE

FIRST_DAY = date(1900, 1, 1)
USERNAME = r"[a-z0-9_]{3,30}"
USERNAME_RULE = "Use 3 to 30 small letters, digits and underscores."


def is_place(text: str) -> bool:
    return re.fullmatch(PLACE, text) is not None


def unix_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def storable(form: Form, field: Field) -> None:
    """Refuse NUL, which PostgreSQL cannot keep, and halves of characters (in JSON)."""
    if re.search(r"[\0\ud800-\udfff]", field.data):
        raise ValidationError("There is a character that cannot be kept.")


class TrimmedField(StringField):
    """Text without the spaces around it; after an error it is shown as it was sent."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.strip() for value in valuelist])

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else super()._value()


class DigitsField(IntegerField):
    """A whole number in digits; int() alone would also take 1_000 and other scripts."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and not re.fullmatch("-?[0-9]{1,9}", valuelist[0]):
            self.data = None
            raise ValueError("Write a whole number.")
        super().process_formdata(valuelist)


class ISODateField(DateField):
    """A date as YYYY-MM-DD; strptime alone would also take 2026-1-5."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", valuelist[0]):
            self.data = None
            raise ValueError("Write a date like 2026-05-31.")
        super().process_formdata(valuelist)


class SightingForm(FlaskForm):
    species = TrimmedField(
        "Species", [InputRequired(), Length(min=1, max=80), storable]
    )
    count = DigitsField("How many", [InputRequired(), NumberRange(1, 9999)])
    place = StringField(
        "Place",
        [
            InputRequired(),
            Length(max=200),
            Regexp(PLACE + r"\Z", message="Write it like uk/england/river-cam."),
        ],
    )
    seen_on = ISODateField("Seen on", [InputRequired()])
    notes = TextAreaField(
        "Notes", [Length(max=2000), storable], filters=[unix_line_ends], default=""
    )

    def validate_seen_on(self, field: ISODateField) -> None:
        if field.data and not FIRST_DAY <= field.data <= today():
            raise ValidationError(f"Choose a day from {FIRST_DAY} to today.")


class RowForm(SightingForm):
    """A row of the data set, which has what is the server's too."""

    id = DigitsField(validators=[InputRequired(), NumberRange(1)])
    observer = StringField(
        validators=[InputRequired(), Regexp(USERNAME + r"\Z", message=USERNAME_RULE)]
    )
    created_at = DateTimeLocalField(
        validators=[InputRequired()], format="%Y-%m-%dT%H:%M:%S%z"
    )


class PhotoForm(FlaskForm):
    photo = FileField("Photo", [FileRequired("Choose a file.")])


class LoginForm(FlaskForm):
    username = StringField("User name", [InputRequired()])
    password = PasswordField("Password", [InputRequired()])


class RegisterForm(FlaskForm):
    username = StringField(
        "User name",
        [
            InputRequired(),
            Regexp(USERNAME + r"\Z", message=USERNAME_RULE),
        ],
    )
    password = PasswordField("Password", [InputRequired(), Length(min=8), storable])
    again = PasswordField(
        "Password, again",
        [InputRequired(), EqualTo("password", "This differs from the first.")],
    )

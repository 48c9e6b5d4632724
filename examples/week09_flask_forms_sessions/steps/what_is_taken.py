"""Ask WTForms what it takes for a number, for something and for a place."""

from werkzeug.datastructures import MultiDict
from wtforms import Form, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Regexp


class Fields(Form):
    number = IntegerField()
    needed = IntegerField(validators=[DataRequired()])
    sent = IntegerField(validators=[InputRequired()])
    place = StringField(validators=[Regexp("[a-z]+$")])
    safer = StringField(validators=[Regexp(r"[a-z]+\Z")])


for name, text in [
    ("number", "two"),
    ("number", "1_000"),
    ("number", "٣"),
    ("needed", "0"),
    ("sent", "0"),
    ("place", "ely\n"),
    ("safer", "ely\n"),
]:
    field = Fields(MultiDict({name: text}))[name]
    taken = field.validate(None)
    print(f"{name:6} {text!r:8} {field.data!r:8}", "taken" if taken else field.errors)

"""The same form, declared."""

import secrets

from flask import Flask, redirect, render_template_string, url_for
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

app = Flask(__name__)
app.config["SECRET_KEY"] = secrets.token_hex()
seen = []

PAGE = """<!doctype html>
{% macro row(field) %}
  {{ field.label }}
  {% if field.errors %}
  {{ field(aria_invalid="true", aria_describedby=field.id ~ "-error") }}
  <p id="{{ field.id }}-error">{{ field.errors | join(" ") }}</p>
  {% else %}
  {{ field }}
  {% endif %}
{% endmacro %}
<title>New sighting</title>
<form method="post">
  {{ form.hidden_tag() }}
  {{ row(form.species) }}
  {{ row(form.count) }}
  <button>Save</button>
</form>
"""


class SightingForm(FlaskForm):
    species = StringField("Species", [InputRequired(), Length(1, 80)])
    count = IntegerField("How many", [InputRequired(), NumberRange(1, 9999)])


@app.route("/new", methods=["GET", "POST"])
def new():
    form = SightingForm()
    if form.validate_on_submit():
        seen.append(f"{form.count.data} {form.species.data}")
        return redirect(url_for("sightings"), 303)
    return render_template_string(PAGE, form=form), 422 if form.errors else 200


@app.get("/sightings")
def sightings():
    return {"sightings": seen}

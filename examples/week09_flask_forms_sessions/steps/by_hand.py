"""A form without a library: read, judged, and shown again if it cannot be taken."""

import re

from flask import Flask, redirect, render_template_string, request, url_for

app = Flask(__name__)
seen = []

PAGE = """<!doctype html>
<title>New sighting</title>
<form method="post">
  <label for="species">Species</label>
  <input id="species" name="species" value="{{ texts.species }}"
    {%- if errors.species %} aria-invalid="true" aria-describedby="species-error"
    {%- endif %}>
  {% if errors.species %}<p id="species-error">{{ errors.species }}</p>{% endif %}
  <label for="count">How many</label>
  <input id="count" name="count" value="{{ texts.count }}"
    {%- if errors.count %} aria-invalid="true" aria-describedby="count-error"
    {%- endif %}>
  {% if errors.count %}<p id="count-error">{{ errors.count }}</p>{% endif %}
  <button>Save</button>
</form>
"""


@app.route("/new", methods=["GET", "POST"])
def new():
    texts = {name: request.form.get(name, "") for name in ("species", "count")}
    errors = {}
    if request.method == "POST":
        species = texts["species"].strip()
        if not 1 <= len(species) <= 80:
            errors["species"] = "Write 1 to 80 characters."
        if not re.fullmatch("[1-9][0-9]{0,3}", texts["count"]):
            errors["count"] = "Write a whole number from 1 to 9999."
        if not errors:
            seen.append(f"{texts['count']} {species}")
            return redirect(url_for("sightings"), 303)
    page = render_template_string(PAGE, texts=texts, errors=errors)
    return page, 422 if errors else 200


@app.get("/sightings")
def sightings():
    return {"sightings": seen}

"""Which engines escape a value when nobody asks them to."""

import flask
import jinja2
from django.template import Context, Engine
from perch.template_parts import escaped

EVIL = "<b>"
SOURCE = "{{ text }}"

app = flask.Flask("birds")
with app.app_context():
    in_flask = flask.render_template_string(SOURCE, text=EVIL)
in_django = Engine().from_string(SOURCE).render(Context({"text": EVIL}))
in_jinja = jinja2.Environment().from_string(SOURCE).render(text=EVIL)
names = ["a.html", "a.svg", "a.txt", "a.jinja"]

print("perch: ", escaped(EVIL))
print("Jinja: ", in_jinja)
print("Flask: ", in_flask)
print("Django:", in_django)
print("Flask escapes in", [name for name in names if app.select_jinja_autoescape(name)])

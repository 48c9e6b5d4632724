"""Jinja: templates, compiled to Python. MarkupSafe: text that is HTML already."""

from jinja2 import Environment
from markupsafe import Markup, escape

page = Environment(autoescape=True).from_string("<li>{{ bird }}</li>")
print(page.render(bird="Tits & co <b>"))
print(page.render(bird=Markup("<b>Wren</b>")))
print(Markup("<i>{}</i>").format("<b>"), escape("<b>") + "<i>")

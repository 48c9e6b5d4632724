"""Templates with mistakes, and what is said of them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from perch.template_parts import TemplateError
from perch.templates import Templates

MISTAKES = [
    "<h1>\n{{ brid.name }}",
    "{% if bird %}\n{{ bird.name }}",
    "{% for bird %}{% endfor %}",
    "{{ bird.name",
    "{{ bird.fly() }}",
    "{{ bird.__class__ }}",
    '{% extends "page.html" %}',
]

for source in MISTAKES:
    with TemporaryDirectory() as folder:
        Path(folder, "page.html").write_text(source, encoding="utf-8")
        try:
            Templates(Path(folder)).render("page.html", bird={"name": "Wren"})
        except TemplateError as error:
            print(error)

"""How long one page takes: a list of sightings in perch, Jinja and Django."""

from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from timeit import repeat
from typing import NamedTuple

import jinja2
from django.conf import settings
from django.template import Context, Engine
from perch.templates import Templates

BASE = "<title>{% block title %}{% endblock %}</title>{% block main %}{% endblock %}"
LIST = """{% extends "base.html" %}{% block title %}Birds{% endblock %}{% block main %}
{% for each in found %}<li><a href="/{{ each.id }}">{{ each.species }}</a>
{{ each.count }} at {{ each.place }}{% if each.notes %}, {{ each.notes }}{% endif %}
{% endfor %}{% endblock %}"""


class Sighting(NamedTuple):
    id: int
    species: str = "Wren"
    count: int = 2
    place: str = "uk/wales"
    notes: str = "two <b>wrens</b>"


def engines(folder):
    """Return names, and functions that make the page of a list of sightings."""
    perch = Templates(folder)
    loader = jinja2.FileSystemLoader(folder)
    jinja = jinja2.Environment(loader=loader, autoescape=True)
    django = Engine(dirs=[folder])
    return {
        "perch": lambda rows: perch.render("list.html", found=rows),
        "Jinja": lambda rows: jinja.get_template("list.html").render(found=rows),
        "Django": lambda rows: django.get_template("list.html").render(
            Context({"found": rows})
        ),
    }


def milliseconds(make, rows):
    """Return the processor's time for one page, the best of twenty attempts."""
    number = 3000 // len(rows)
    times = repeat(lambda: make(rows), number=number, repeat=20, timer=process_time)
    return min(times) / number * 1000


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "base.html").write_text(BASE)
        (folder / "list.html").write_text(LIST)
        makers = engines(folder)
        for number in (20, 1000):
            rows = [Sighting(id) for id in range(number)]
            same = len({make(rows) for make in makers.values()}) == 1
            print(f"{number} sightings, the same page from all three: {same}")
            for name, make in makers.items():
                print(f"{name}: {milliseconds(make, rows):.2f} ms")

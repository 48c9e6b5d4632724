"""A page of three templates, with birds and without."""

from pathlib import Path

from perch.templates import Templates

templates = Templates(Path(__file__).with_name("pages"))
birds = [
    {"name": "Wren", "rare": False},
    {"name": '<b onclick="alert(1)">Hoopoe', "rare": True},
]
print(templates.render("birds.html", birds=birds))
print(templates.render("birds.html", birds=[]))

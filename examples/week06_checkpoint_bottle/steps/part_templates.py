"""One page in two template languages, and what else the second can say."""

from pathlib import Path
from tempfile import TemporaryDirectory

import bottle
import perch

PERCH = "{% for bird in birds %}<li>{{ bird }}</li>{% endfor %}"
BOTTLE = """% for bird in birds:
<li>{{bird}}</li>
% end
"""
BIRDS = ["Wren", "<b>Owl</b>"]

if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        Path(folder, "list.html").write_text(PERCH)
        templates = perch.Templates(Path(folder))
    print("perch: ", templates.render("list.html", birds=BIRDS))
    template = bottle.SimpleTemplate(BOTTLE)
    print("Bottle:", template.render(birds=BIRDS).replace("\n", ""))
    print("Bottle made this program of it:")
    print(template.code.strip())
    asked = "% import os\n{{os.getcwd() != ''}} {{7 * 7}} <i>{{!birds[1]}}</i>"
    print("Bottle:", bottle.template(asked, birds=BIRDS))
    typed = "Hello {{__import__('os').path.isdir('/')}}"
    print("A visitor's text as a template:", bottle.template(typed))

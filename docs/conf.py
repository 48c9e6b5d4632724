"""Settings of the book. See https://www.sphinx-doc.org/en/master/usage/configuration.html"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "Python Frameworks, One Week at a Time"
author = "The authors of Python Frameworks, One Week at a Time"
project_copyright = "2026, the authors. Text CC BY 4.0, code MIT"
language = "en"
extensions = [
    "myst_parser",
    "sphinx_copybutton",
    "weeks",  # docs/_ext/weeks.py: metadata of a week, its header, the schedule, the map
    "examples",  # docs/_ext/examples.py: listings, transcripts and exercises from examples/
    "pictures",  # docs/_ext/pictures.py: our SVG pictures inline, so that they follow light and dark
    "typstbook",  # docs/_ext/typstbook/: the PDF
]
exclude_patterns = ["_ext", "_templates"]
nitpicky = True
html_theme = "furo"

"""The Python that Jinja makes of a template."""

import jinja2

SOURCE = """<ul>{% for bird in birds %}
<li>{{ bird.name }}</li>{% endfor %}</ul>"""

environment = jinja2.Environment(autoescape=True)
print(environment.compile(SOURCE, raw=True))

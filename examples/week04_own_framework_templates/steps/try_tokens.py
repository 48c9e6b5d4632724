"""Cut a template into pieces."""

from perch.template_tokens import tokens

SOURCE = """<h1>{{ place }}</h1>
{% if birds %}
<p>{{ birds }}</p>
{% endif %}"""

for token in tokens("place.html", SOURCE):
    print(token.place, repr(token.source))

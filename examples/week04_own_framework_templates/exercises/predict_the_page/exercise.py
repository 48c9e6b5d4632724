"""Predict: which text does each template write?"""

VALUES = {
    "bird": {"name": "O'Reilly's wren", "count": 0},
    "birds": ["wren", "owl"],
    "none": [],
    "text": "<b>&amp;</b>",
}

PAGES = {  # your prediction, character by character
    "{{ bird.name }}": "",
    "{{ text }}": "",
    '{{ "text" }}': "",
    "{% if bird.count %}some{% else %}none{% endif %}": "",
    "{% for bird in birds %}{{ bird }} {% endfor %}{{ bird.count }}": "",
    "{% for bird in none %}{{ bird }}{% else %}no {{ text }}{% endfor %}": "",
    "{ bird.name } {{bird.count}}": "",
}

"""Which text each template writes."""

VALUES = {
    "bird": {"name": "O'Reilly's wren", "count": 0},
    "birds": ["wren", "owl"],
    "none": [],
    "text": "<b>&amp;</b>",
}

PAGES = {
    "{{ bird.name }}": "O&#x27;Reilly&#x27;s wren",  # also what needs no escaping here
    "{{ text }}": "&lt;b&gt;&amp;amp;&lt;/b&gt;",  # the & of &amp; is a character, too
    '{{ "text" }}': "text",  # a text in quotes, not the value of that name
    "{% if bird.count %}some{% else %}none{% endif %}": "none",  # 0 is false
    # The loop's bird ends with the loop.
    "{% for bird in birds %}{{ bird }} {% endfor %}{{ bird.count }}": "wren owl 0",
    "{% for bird in none %}{{ bird }}{% else %}no {{ text }}{% endfor %}": (
        "no &lt;b&gt;&amp;amp;&lt;/b&gt;"
    ),
    "{ bird.name } {{bird.count}}": "{ bird.name } 0",  # one brace is text
}

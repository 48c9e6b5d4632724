"""Fill in the framework: it keeps functions by name, and calls them."""


class Framework:
    def __init__(self):
        self.handlers = {}

    def on(self, name):
        """Register the decorated function under ``name``, and leave it as it is."""

        def register(function):
            ...  # keep the function
            ...  # whoever decorates a function wants it back

        return register

    def handle(self, line):
        """Call the handler of the first word with the rest, and return its answer.

        Without a handler the answer is "404 NAME", and if a handler raises, "500 NAME".
        """
        name, _, rest = line.partition(" ")
        if ...:
            return f"404 {name}"
        try:
            return ...
        except Exception:
            return f"500 {name}"

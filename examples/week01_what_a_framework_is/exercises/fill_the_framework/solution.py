"""A framework in a few lines: it keeps functions by name, and calls them."""


class Framework:
    def __init__(self):
        self.handlers = {}

    def on(self, name):
        """Register the decorated function under ``name``, and leave it as it is."""

        def register(function):
            self.handlers[name] = function
            return function

        return register

    def handle(self, line):
        """Call the handler of the first word with the rest, and return its answer.

        Without a handler the answer is "404 NAME", and if a handler raises, "500 NAME".
        """
        name, _, rest = line.partition(" ")
        if name not in self.handlers:
            return f"404 {name}"
        try:
            return self.handlers[name](rest)
        except Exception:
            return f"500 {name}"

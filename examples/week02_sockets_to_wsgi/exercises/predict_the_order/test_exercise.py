"""Run the application of the exercise and compare what happened with the prediction."""

import io
from wsgiref.handlers import SimpleHandler

from harness.exercises import expect


class Watched(io.BytesIO):
    """A stream for the reply that notes what is written to it."""

    def __init__(self, events):
        super().__init__()
        self.events = events

    def write(self, data):
        if b"heron" in data:
            self.events.append("F")
        elif "A" not in self.events:
            self.events.append("A")
        return super().write(data)


class Errors(io.StringIO):
    """A stream for wsgi.errors that notes what is printed."""

    def __init__(self, events):
        super().__init__()
        self.events = events

    def write(self, text):
        if "tidied up" in text:
            self.events.append("B")
        return super().write(text)


class Pieces:
    """What the application returned, watched while it is closed."""

    def __init__(self, pieces, events):
        self.pieces, self.events = pieces, events

    def __iter__(self):
        return iter(self.pieces)

    def close(self):
        self.events.append("D")
        self.pieces.close()


def what_happens(application):
    """Run the application under wsgiref and return the letters of the events, in order."""
    events = []

    def watched(environ, start_response):
        def start(*args):
            events.append("E")
            return start_response(*args)

        pieces = application(environ, start)
        events.append("C")
        return Pieces(pieces, events)

    environ = {"REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1"}
    SimpleHandler(io.BytesIO(), Watched(events), Errors(events), environ).run(watched)
    return "".join(events)


def test_the_letters_are_all_there(exercise):
    expect(
        sorted(exercise.ORDER) == list("ABCDEF"),
        "the prediction names each of the six events once",
        hint="write six letters, A to F, each once",
        read="The application",
        got=exercise.ORDER,
    )


def test_the_prediction_is_what_happens(exercise):
    expect(
        what_happens(exercise.application) == exercise.ORDER,
        "the prediction is the order in which the server of the standard library did it",
        hint="`yield` makes the application a generator function: what does calling one run?",
        read="The application",
        got=exercise.ORDER,
    )

"""Predict: in which order are these five lines printed?

A  heron was added
B  the program is ready
C  a heron is looked up
D  swift was added
E  the request is answered
"""

ORDER = ""  # your prediction: the five letters, first to last


def program(say, framework):
    @framework.add("heron", say)
    def heron():
        say("a heron is looked up")
        return "grey, patient"

    @framework.add("swift", say)
    def swift():
        say("a swift is looked up")
        return "never lands"

    say("the program is ready")
    framework.request("heron")
    say("the request is answered")


class Framework:
    def __init__(self):
        self.handlers = {}

    def add(self, name, say):
        def register(function):
            self.handlers[name] = function
            say(f"{name} was added")
            return function

        return register

    def request(self, name):
        return self.handlers[name]()

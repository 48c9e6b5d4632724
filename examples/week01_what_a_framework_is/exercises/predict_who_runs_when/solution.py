"""The order in which the five lines are printed.

A  heron was added: a decorator runs when its function is defined
D  swift was added: so does this one
B  the program is ready: nothing was looked up so far
C  a heron is looked up: now the framework calls
E  the request is answered
"""

ORDER = "ADBCE"


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

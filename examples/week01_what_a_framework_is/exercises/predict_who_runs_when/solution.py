"""The order in which the five lines are printed.

A  heron was added: a decorator runs when its function is defined
D  swift was added: so does this one
B  the program is ready: nothing was looked up so far
C  a heron is looked up: now the framework calls
E  the request is answered
"""

ORDER = "ADBCE"


class Framework:
    def __init__(self):
        self.handlers = {}

    def add(self, name):
        def register(function):
            self.handlers[name] = function
            print(f"{name} was added")
            return function

        return register

    def request(self, name):
        return self.handlers[name]()


framework = Framework()


@framework.add("heron")
def heron():
    print("a heron is looked up")
    return "grey, patient"


@framework.add("swift")
def swift():
    print("a swift is looked up")
    return "never lands"


print("the program is ready")
framework.request("heron")
print("the request is answered")

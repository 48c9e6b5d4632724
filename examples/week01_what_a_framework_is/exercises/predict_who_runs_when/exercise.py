"""Predict: in which order are these five lines printed?

A  heron was added
B  the program is ready
C  a heron is looked up
D  swift was added
E  the request is answered
"""

ORDER = ""  # your prediction: the five letters, first to last


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

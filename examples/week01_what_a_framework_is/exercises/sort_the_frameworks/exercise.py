"""Write the rule by which you sort: a framework? how much is decided? who waits?

The facts about a package come as a dictionary:

    calls_you    True if it has the loop and calls functions that you hand over
    decides      the set of what it brings: "routes", "templates", "database", "forms",
                 "accounts", "admin"; a package that it requires counts as brought
    interface    "WSGI", "ASGI", both in a set, or an empty set
    own_loop     True if its own server runs an event loop

Return "library", or a pair such as ("full-stack", "synchronous"), made of "full-stack"
or "micro", and "synchronous", "asynchronous" or "both". It is full-stack if it decides
on the database, forms and accounts.
"""


def sort(calls_you, decides, interface, own_loop):
    return ("micro", "synchronous")

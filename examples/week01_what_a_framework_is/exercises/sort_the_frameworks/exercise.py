"""Write the rule by which you sort: a framework? how much is decided? who waits?

The facts about a package come as four arguments:

    calls_you    True if it has the loop and calls functions that you hand over
    decides      the set of what it brings: "routes", "templates", "database", "forms",
                 "accounts", "admin"; a package that it requires counts as brought
    interfaces   the set of interfaces by which servers call it: "WSGI", "ASGI", both
                 or none
    own_loop     True if its own server runs an event loop

Return the text "library", or a pair such as ("full-stack", "synchronous").

First of the pair: "full-stack" if it decides on the database, on forms and on
accounts, otherwise "micro". Second: it has a synchronous side if it has the interface
WSGI, and an asynchronous side if it has ASGI or its own loop; "synchronous",
"asynchronous", or "both" if it has both.
"""


def sort(calls_you, decides, interfaces, own_loop):
    return ("micro", "synchronous")

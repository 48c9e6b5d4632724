"""After which of these functions Flask sends the session's cookie again.

Each is called in a request of its own, whose session is {"seen": ["wren"], "page": 2}.
"""

from flask import session

SENT = {
    "reads": False,
    "appends": False,  # the list has changed, and the session was not told
    "replaces": True,
    "sets": True,  # whatever was there before
    "clears": True,  # a cookie that has expired, so that the browser drops its own
}


def reads():
    return session["seen"][0]


def appends():
    session["seen"].append("owl")


def replaces():
    session["seen"] = [*session["seen"], "owl"]


def sets():
    session["page"] = 2


def clears():
    session.clear()

"""Predict after which of these functions Flask sends the session's cookie again.

Each is called in a request of its own, whose session is {"seen": ["wren"], "page": 2}.
"""

from flask import session

SENT = {"reads": None, "appends": None, "replaces": None, "sets": None, "clears": None}


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

"""A framework for field logs: it has the loop and calls functions of yours."""

import sys

from field_library import parse

handlers = {}


def seen(species):
    """Register the decorated function for a species; it will be called with a count."""

    def register(function):
        handlers[species] = function
        return function

    return register


def run():
    """Read lines to the end and call the handler of each; a bad line stops nothing."""
    for number, line in enumerate(sys.stdin, 1):
        try:
            species, count = parse(line)
        except ValueError as error:
            print(f"line {number}: {error}")
            continue
        if species in handlers:
            print(handlers[species](count))
        else:
            print(f"line {number}: nobody handles {species}")

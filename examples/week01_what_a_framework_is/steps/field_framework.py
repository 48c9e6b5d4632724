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
            answer = handlers[species](count)
        except ValueError as error:
            answer = f"line {number}: {error}"
        except KeyError as error:
            answer = f"line {number}: nobody handles {error}"
        print(answer)

"""A field log on a framework: this program has functions, and they are called."""

from field_framework import run, seen


@seen("heron")
def heron(count):
    return f"{count} at the weir"


@seen("swift")
def swift(count):
    return f"{count} overhead"


run()

"""The framework for field logs calls you: who is on the stack?"""

from callers import print_callers
from field_framework import run, seen


@seen("heron")
def heron(count):
    print_callers()
    return f"{count} at the weir"


run()

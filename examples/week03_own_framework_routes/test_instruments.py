"""The instruments count and print what they say, called as the interpreter calls them.

A function that sys.setprofile calls is itself not traced, so coverage sees these calls
only. Each runs in a process of its own, because two of them configure Django.
"""

import subprocess

import pytest

from harness.inputs import environment, programs

COUNTED = """
import re
from steps.count_tries import Counter

counter = Counter()
counter.watch(None, "c_call", re.compile("a").match)
counter.watch(None, "c_call", [].append)
print(counter.count)
"""
TRACED = """
import sys
from steps.trace_match import Trace

def watched():
    return sys._getframe()

trace = Trace(["watched"])
frame = watched()
for event in ("call", "return", "call", "return", "c_call"):
    trace.watch(frame, event, None)
print(trace.depth)
"""
NEVER_CALLED = """
import asyncio
from steps import others

print(asyncio.run(others.new(None)).body)
"""


@pytest.mark.parametrize(
    ("program", "printed"),
    [(COUNTED, "1\n"), (TRACED, "  watched\n0\n"), (NEVER_CALLED, "b'a form'\n")],
    ids=["counted", "traced", "never called"],
)
def test_instrument(room, program, printed):
    done = subprocess.run(
        [programs() / "python", "-c", program],
        cwd=room,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == printed

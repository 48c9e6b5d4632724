"""The instrument that traces, called as the interpreter calls it.

A function that sys.setprofile calls is itself not traced, so coverage sees this only.
"""

import sys

from harness.rooms import importable


def test_calls_are_indented_and_a_generator_that_goes_on_is_said_once(room, capsys):
    with importable(room):
        from steps.trace_render import Trace

    def sighting():
        return sys._getframe()

    sighting.__code__ = sighting.__code__.replace(co_qualname="sighting")
    trace = Trace()
    frame, other = sighting(), sighting()
    trace.watch(frame, "call", None)
    trace.watch(other, "call", None)
    trace.watch(other, "return", None)
    trace.watch(frame, "return", None)
    trace.watch(frame, "call", None)
    trace.watch(frame, "c_call", None)
    assert capsys.readouterr().out == "  sighting\n    sighting\n"
    assert trace.depth == 1

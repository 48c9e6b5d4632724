"""Ask Flask what the exercise asks the reader."""

import logging

import pytest

from harness.exercises import expect

READ = "How it works: one request through Flask"
HINTS = {
    "/birds": "which of two functions after a request is nearer to the view?",
    "/nothing-here": "is a 404 found out before or after the functions before?",
    "/broken": "is a 500 an answer to the functions after? And who hears of the error?",
    "/birds, guarded": "abort raises; does an answer go out all the same?",
}


@pytest.mark.parametrize("asked", HINTS)
def test_prediction(exercise, asked, caplog):
    caplog.set_level(logging.CRITICAL)
    path, _, guarded = asked.partition(", ")
    exercise.said[:] = [guarded] if guarded else []
    exercise.app.test_client().get(path)
    happened = "".join(exercise.said[bool(guarded) :])
    expect(
        exercise.ORDERS.get(asked) == happened,
        f"{asked}: the prediction is what Flask does",
        hint=HINTS[asked],
        read=READ,
        got=exercise.ORDERS.get(asked),
    )

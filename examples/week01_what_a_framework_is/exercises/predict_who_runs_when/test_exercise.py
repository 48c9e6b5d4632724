"""Run the program of the exercise and compare what it prints with the prediction."""

import subprocess
import sys

from harness.exercises import expect

LETTERS = {
    "heron was added": "A",
    "the program is ready": "B",
    "a heron is looked up": "C",
    "swift was added": "D",
    "the request is answered": "E",
}


def test_the_letters_are_all_there(exercise):
    assert exercise.framework.request("swift") == "never lands"
    expect(
        sorted(exercise.ORDER) == list("ABCDE"),
        "the prediction names each of the five lines once",
        hint="write five letters, A to E, each once",
        read="A problem first: who has the loop?",
        got=exercise.ORDER,
    )


def test_the_prediction_is_what_is_printed(exercise):
    done = subprocess.run(
        [sys.executable, exercise.__file__], capture_output=True, text=True, check=True
    )
    printed = "".join(LETTERS.get(line, "?") for line in done.stdout.splitlines())
    expect(
        printed == exercise.ORDER,
        "the prediction is the order in which the lines are printed",
        hint="a decorator is called with the function when the `def` is reached",
        read="A problem first: who has the loop?",
        got=exercise.ORDER,
    )

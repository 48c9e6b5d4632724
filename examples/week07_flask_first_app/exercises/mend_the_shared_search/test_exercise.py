"""Search once, and then two at a time, so that each is in the middle of its search."""

import threading
from concurrent.futures import ThreadPoolExecutor

from harness.exercises import expect

READ = "Whose request is it?"
FOUND = {"owl": ["Barn owl", "Tawny owl"], "wren": ["Wren"]}


def ask(exercise, species):
    """Return the answer of the search."""
    answer = exercise.app.test_client().get("/birds", query_string={"species": species})
    return answer.json


class Slow(list):
    """A list whose reader waits until the other one reads too."""

    barrier = threading.Barrier(2)
    waited = threading.local()

    def __iter__(self):
        if not hasattr(self.waited, "once"):
            self.waited.once = True
            self.barrier.wait(timeout=5)
        return super().__iter__()


def until_both_have(search):
    """Return a search that returns when the other visitor's has ended too."""
    barrier = threading.Barrier(2)

    def searched(*words):
        found = search(*words)
        barrier.wait(timeout=5)
        return found

    return searched


def test_one_visitor_finds_what_was_wanted(exercise):
    got = [ask(exercise, species) for species in ("owl", "wren")]
    expect(
        got == [{"wanted": name, "found": FOUND[name]} for name in ("owl", "wren")],
        "a visitor gets the birds whose names have the wanted text",
        hint="keep what the answer has, `wanted` and `found`",
        read=READ,
        got=got,
    )


def test_two_visitors_do_not_meet(exercise):
    exercise.BIRDS = Slow(exercise.BIRDS)
    if hasattr(exercise, "search"):
        exercise.search = until_both_have(exercise.search)
    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(lambda name: ask(exercise, name), FOUND))
    expect(
        got == [{"wanted": name, "found": FOUND[name]} for name in FOUND],
        "two visitors who search at the same time each get what they wanted",
        hint="which two names of this module do all requests share?",
        read=READ,
        got=got,
    )

"""Hold what the reader wrote to the metadata of the installed packages."""

import pytest

from harness.exercises import expect

READ = "Challenge a claim"
MICRO, FULL_STACK = {"bottle", "flask", "fastapi", "starlette"}, {"django"}
CARRY = {"microframework", "needs", "fewer", "packages", "full-stack", "framework"}
SOME_NEEDED = {"flask": "werkzeug", "django": "asgiref", "fastapi": "starlette"}


def evidence(exercise, kind):
    """Return the counts of the reader's evidence about packages of one kind."""
    return [count for name, count in exercise.EVIDENCE.items() if name in kind]


def test_the_word_stands_in_the_claim(exercise):
    expect(
        exercise.WORD in CARRY,
        "step 2: WORD is a word of the claim that carries it, as it stands there",
        hint="one whole word that you would have to count, or to look up",
        read=READ,
        got=exercise.WORD,
    )


@pytest.mark.parametrize("package", SOME_NEEDED)
def test_what_is_required_is_found(exercise, package):
    got = exercise.packages_needed(package)
    expect(
        SOME_NEEDED[package] in got,
        f"step 3: {package} requires {SOME_NEEDED[package]}",
        hint="what_it_brings.py reads a package's metadata; write names in small letters",
        read="How large is a framework?",
        got=got,
    )


def test_what_requires_nothing_has_an_empty_set(exercise):
    got = exercise.packages_needed("bottle") | exercise.packages_needed("click")
    expect(
        got == set() and exercise.packages_needed("flask"),
        "step 3: a package that requires nothing gives an empty set, Flask does not",
        hint="`requires` returns None for a package whose metadata names nothing",
        read="How large is a framework?",
        got=got,
    )


def test_extras_are_left_out(exercise):
    got = exercise.packages_needed("flask")
    expect(
        got and "asgiref" not in got,
        "step 3: what only an extra of Flask requires is left out",
        hint='a requirement of an extra has "extra ==" in its line',
        read="How large is a framework?",
        got=got,
    )


def test_the_evidence_is_of_both_kinds(exercise):
    expect(
        len(evidence(exercise, MICRO)) >= 3 and evidence(exercise, FULL_STACK),
        "step 3: EVIDENCE has three microframeworks or more, and one full-stack framework",
        hint="of those installed: bottle, flask, fastapi and starlette; django",
        read="Two axes, not three kinds",
        got=exercise.EVIDENCE,
    )


def test_the_evidence_is_what_the_program_finds(exercise):
    found = {name: len(exercise.packages_needed(name)) for name in exercise.EVIDENCE}
    expect(
        exercise.EVIDENCE and found == exercise.EVIDENCE,
        "step 3: EVIDENCE has the numbers that packages_needed finds",
        hint="let the program fill it: len(packages_needed(name)) for each name",
        read=READ,
        got=exercise.EVIDENCE,
        wanted=found,
    )


@pytest.mark.parametrize("step", ["OPINION", "SAID"])
def test_the_last_two_steps_are_written_down(exercise, step):
    got = getattr(exercise, step)
    expect(
        len(got.split()) >= 5,
        f"steps 4 and 5: {step} is a sentence",
        hint="nobody checks what you write here but you",
        read=READ,
        got=got,
    )


def test_the_verdict_follows_from_the_evidence(exercise):
    micro, full_stack = evidence(exercise, MICRO), evidence(exercise, FULL_STACK)
    expect(
        max(micro, default=0) >= min(full_stack, default=1)
        and exercise.VERDICT == "wrong",
        "the verdict is about the claim as it stands, and follows from EVIDENCE",
        hint="one microframework that needs more packages is enough to end it",
        read=READ,
        got=exercise.VERDICT,
    )

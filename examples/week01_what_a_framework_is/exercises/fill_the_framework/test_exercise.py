"""Use the framework as a program would."""

from harness.exercises import expect

READ = "A problem first: who has the loop?"


def program(exercise):
    """Return the framework of the exercise with two handlers, and what they decorated."""
    framework = exercise.Framework()

    def seen(rest):
        return f"seen: {rest}"

    def broken(rest):
        return 1 / 0

    decorated = framework.on("seen")(seen)
    framework.on("broken")(broken)
    return framework, decorated, seen


def test_a_registered_function_is_called(exercise):
    framework, _, _ = program(exercise)
    got = framework.handle("seen grey heron")
    expect(
        got == "seen: grey heron",
        "the framework calls the handler with the rest of the line",
        hint="`register` puts the function into `self.handlers`; `handle` takes it out",
        read=READ,
        got=got,
    )


def test_the_decorator_gives_the_function_back(exercise):
    _, decorated, seen = program(exercise)
    expect(
        decorated is seen,
        "a function that was registered can still be called by its name",
        hint="what a decorator returns takes the function's name",
        read=READ,
        got=decorated,
    )


def test_an_unknown_name_is_404(exercise):
    framework, _, _ = program(exercise)
    got = framework.handle("wren 1")
    expect(
        got == "404 wren",
        "without a handler the answer is 404 and the name",
        hint="ask whether the name is in `self.handlers` before you call",
        read=READ,
        got=got,
    )


def test_a_handler_that_raises_does_not_end_the_framework(exercise):
    framework, _, _ = program(exercise)
    got = framework.handle("broken 1")
    expect(
        got == "500 broken",
        "an exception of a handler becomes the answer 500 and the name",
        hint="the call of the handler belongs between `try` and `except`",
        read=READ,
        got=got,
    )

"""Send methods to the class, as a client may: any word is one."""

import pytest

from harness.exercises import expect

READ = "Routes"


def outcome(view, method):
    """Return what the view answers, or the error it ends with as text."""
    try:
        return view.answer(method, path="uk")
    except Exception as error:
        return repr(error)


@pytest.mark.parametrize(
    ("method", "body"), [("GET", "what was seen at uk"), ("DELETE", "uk is gone")]
)
def test_what_worked_still_works(exercise, method, body):
    got = outcome(exercise.Place(), method)
    expect(
        got == (200, {}, body),
        f"{method} is answered by the method of that name",
        hint="look the method up, then call it with the parameters",
        read=READ,
        got=got,
    )


def test_head_is_get_without_the_body(exercise):
    got = outcome(exercise.Place(), "HEAD")
    expect(
        got == (200, {}, ""),
        "where there is GET there is HEAD, and its answer has no body",
        hint="call get(), and leave out what it returns",
        read=READ,
        got=got,
    )


@pytest.mark.parametrize("method", ["FORGET", "ANSWER", "__INIT__", "get", "POST"])
def test_only_methods_of_http_are_called(exercise, method):
    got = outcome(exercise.Place(), method)
    statuses = {405} if method == "POST" else {405, 501}
    expect(
        isinstance(got, tuple) and got[0] in statuses,
        f"a method {method}, which the class does not offer, is 405",
        hint="the client chooses the word; compare it with a list of yours first",
        read=READ,
        got=got,
    )


def test_helpers_that_nobody_thought_of_are_not_called_either(exercise):
    class Well(exercise.View):
        depth = 7

        def drain(self, path): ...

    for method in ("DRAIN", "DEPTH"):
        got = outcome(Well(), method)
        expect(
            isinstance(got, tuple) and got[0] in {405, 501},
            f"{method}, a name of another class that is no method of HTTP, is 405",
            hint="list the words that are allowed, not those that are forbidden",
            read=READ,
            got=got,
        )


def test_the_program_itself_may_still_call_the_helper(exercise):
    expect(
        "gone" in exercise.Place().forget("uk"),
        "what a client must not call stays a method for the program",
        hint="mend View, and leave Place as it is",
        read=READ,
    )


def test_405_names_the_methods_there_are(exercise):
    got = outcome(exercise.Place(), "POST")
    allow = got[1].get("Allow", "") if isinstance(got, tuple) else got
    expect(
        {word.strip() for word in allow.split(",")} == {"GET", "HEAD", "DELETE"},
        "405 has a header Allow with the methods that the class has, HEAD among them",
        hint="which names of your list does the object have? See hasattr",
        read=READ,
        got=allow,
    )


def test_a_class_without_get_has_no_head(exercise):
    class Bell(exercise.View):
        def post(self, path):
            return "ding"

        put = patch = post

    for method in ("POST", "PUT", "PATCH"):
        got = outcome(Bell(), method)
        expect(
            got == (200, {}, "ding"),
            f"{method} is answered by the method of that name",
            hint="look the method up, then call it with the parameters",
            read=READ,
            got=got,
        )
    got = outcome(Bell(), "HEAD")
    allow = got[1].get("Allow", "") if isinstance(got, tuple) else ""
    expect(
        got[0] == 405 and {*allow.split(", ")} == {"POST", "PUT", "PATCH"},
        "HEAD is there where GET is, and nowhere else",
        hint="add HEAD to Allow only if GET is in it",
        read=READ,
        got=got,
    )

"""Exercises: they fail as given, with words that help, pass on the solution, and run on mine.py."""

import sys
from pathlib import Path

import pytest
from harness.exercises import (
    ExerciseError,
    RuleBroken,
    expect,
    expect_moved_lines,
    load,
    titles,
)

FOLDER = "examples/week99_sample/exercises/add"
TEST = """
    from harness.exercises import expect

    def test_sum(exercise):
        got = exercise.add(1, 2)
        expect(got == 3, "add returns the sum", hint="Use +.", read="Sums", got=got, wanted=3)

    def test_zero(exercise):
        got = exercise.add(1, 0)
        expect(got == 1, "zero changes nothing", hint="Use +.", read="Sums", got=got, wanted=1)
"""


@pytest.fixture
def exercise_folder(project):
    """Return a function that writes the exercise, with other files where they are given."""

    def write(**files: str | None) -> Path:
        texts = {
            "exercise.py": "def add(a, b):\n    return a\n",
            "solution.py": "def add(a, b):\n    return a + b\n",
            "test_exercise.py": TEST,
        }
        texts |= {f"{name}.py": text for name, text in files.items()}
        project.write({f"{FOLDER}/{n}": text for n, text in texts.items() if text is not None})
        return project.path / FOLDER

    return write


# -- expect ------------------------------------------------------------------------------------


def test_a_broken_rule_says_rule_wanted_got_hint_and_where_to_read():
    with pytest.raises(RuleBroken) as caught:
        expect(False, "The sum is returned", hint="Use +.", read="Sums", got="1", wanted=3)
    assert str(caught.value).splitlines() == [
        "Rule:   The sum is returned",
        "Wanted: 3",
        "Got:    '1'",
        "Hint:   Use +.",
        'Read:   "Sums"',
    ]


@pytest.mark.parametrize(
    ("mine", "got"),
    [
        (["b", "a", "a"], None),
        (["a", "b"], "{'missing': ['a'], 'not among them': []}"),
        (["a", "b", "b"], "{'missing': ['a'], 'not among them': ['b']}"),
        (["a", "a", "b "], "{'missing': ['b'], 'not among them': ['b ']}"),
        (["a", "a", "b", 1], "{'missing': [], 'not among them': ['1']}"),
    ],
)
def test_moved_lines_are_those_that_were_given(tmp_path, mine, got):
    (tmp_path / "exercise.py").write_text('LINES = ["a", "a", "b"]\n')
    (tmp_path / "mine.py").write_text(f"LINES = {mine!r}\n")
    before = set(sys.modules)
    exercise = load(tmp_path, "mine")
    if got is None:
        expect_moved_lines(exercise, read="Sums")
    else:
        with pytest.raises(RuleBroken) as caught:
            expect_moved_lines(exercise, read="Sums")
        assert f"Got:    {got}" in str(caught.value)
        assert "the 3 lines that were given" in str(caught.value)
    del sys.modules[exercise.__name__]
    assert set(sys.modules) == before


def test_wanted_and_got_are_left_out_where_they_are_not_given_and_none_is_shown():
    with pytest.raises(RuleBroken) as caught:
        expect(0, "r", hint="h", read="s", got=None)
    assert "Got:    None" in str(caught.value)
    assert "Wanted" not in str(caught.value)


def test_a_rule_that_holds_says_nothing():
    assert expect(True, "r", hint="h", read="s") is None


@pytest.mark.parametrize("missing", ["rule", "hint", "read"])
def test_an_expectation_without_words_is_an_error_even_when_it_holds(missing):
    words = {"rule": "r", "hint": "h", "read": "s"} | {missing: " "}
    with pytest.raises(ExerciseError, match=rf"expect\(...\) without a {missing}: give {missing}="):
        expect(True, **words)


# -- loading -----------------------------------------------------------------------------------


def test_a_submission_is_loaded_afresh_and_leaves_no_bytecode(exercise_folder):
    folder = exercise_folder(
        solution="from dataclasses import dataclass\n@dataclass\nclass A:\n    x: 'int' = 1\n"
    )
    one, two = load(folder, "solution"), load(folder, "solution")
    assert one is not two
    assert one.A is not two.A
    assert one.__name__ != two.__name__
    assert Path(one.__file__) == folder / "solution.py"
    assert sorted(p.name for p in folder.iterdir()) == [
        "exercise.py",
        "solution.py",
        "test_exercise.py",
    ]
    for module in (one, two):
        del sys.modules[module.__name__]


def test_a_missing_submission_is_an_error_that_names_the_file(exercise_folder):
    with pytest.raises(ExerciseError, match=r"mine.py: there is no such file"):
        load(exercise_folder(), "mine")


def test_a_submission_that_raises_is_not_kept(exercise_folder):
    before = set(sys.modules)
    with pytest.raises(ZeroDivisionError):
        load(exercise_folder(exercise="1/0\n"), "given")
    assert not {name for name in set(sys.modules) - before if name.startswith("exercise_add")}


# -- as given ----------------------------------------------------------------------------------


def test_an_exercise_passes_on_the_solution_and_fails_as_given(project, exercise_folder):
    exercise_folder()
    result = project.run("-v")
    result.assert_outcomes(passed=3)
    assert "exercise.py::given PASSED" in result.stdout.str()


def test_in_any_order(project, exercise_folder):
    """The item that runs other items must leave the fixtures of its neighbours alone."""
    exercise_folder()
    project.write({"examples/week99_sample/test_a.py": "def test_a(room): assert room.is_dir()\n"})
    for seed in range(5):
        result = project.pytester.runpytest_inprocess("-p", "no:xdist", f"--randomly-seed={seed}")
        result.assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"exercise": "def add(a, b):\n    return a + b\n"},
            "exercise.py: the exercise is already solved as given: none of its tests fails",
        ),
        (
            {"exercise": "def add(a, b:\n    return a\n"},
            "test_exercise.py: test_sum fails on the given file without a rule, a hint and a place",
        ),
        (
            {"exercise": "def add(a, b):\n    raise NotImplementedError\n"},
            "exercise.py, line 2: raise NotImplementedError",
        ),
        (
            {"test_exercise": "def test_a(exercise):\n    assert exercise.add(1, 2) == 3\n"},
            "Check with harness.exercises.expect(...)",
        ),
        (
            {"test_exercise": TEST.replace("Use +.", "")},
            'expect(...) without a hint: give hint="..."',
        ),
    ],
)
def test_an_exercise_that_would_not_help_a_reader_is_an_error(
    project, exercise_folder, files, message
):
    exercise_folder(**files)
    result = project.run()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert message in result.stdout.str().replace("\n    ", "\n")


def test_the_sections_to_read_must_be_on_the_page(project, exercise_folder):
    exercise_folder()
    page = "docs/weeks/week99_sample.rst"
    project.write({page: "Sums\n====\n\nText\n"})
    project.run().assert_outcomes(passed=3)
    project.write({page: "Numbers\n=======\n"})
    result = project.run()
    result.assert_outcomes(passed=2, failed=1)
    assert 'sends the reader to "Sums", but' in result.stdout.str()


def test_titles_of_a_page(tmp_path):
    page = tmp_path / "page.rst"
    page.write_text("Title\n#####\n\nA part\n------\n\nno title\n--\n\n----\n\ntext\n")
    assert titles(page) == {"Title", "A part"}


@pytest.mark.parametrize("missing", ["exercise", "solution", "test_exercise"])
def test_an_exercise_that_lacks_a_file_is_an_error(project, exercise_folder, missing):
    exercise_folder(**{missing: None})
    result = project.run()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert f"there is no {missing}.py. An exercise needs exercise.py" in result.stdout.str()


# -- the reader's own --------------------------------------------------------------------------


def test_a_reader_gets_a_copy_and_then_short_answers(project, exercise_folder):
    folder = exercise_folder()
    project.write({"examples/week99_sample/test_a.py": "def test_a(): assert False\n"})
    result = project.run("--submission=mine")
    result.assert_outcomes(failed=1, passed=1, deselected=2)
    assert (folder / "mine.py").read_text() == (folder / "exercise.py").read_text()
    assert result.stdout.str().split("%]\n")[1].splitlines()[:8] == [
        "",
        f"add: {FOLDER}/mine.py is new, a copy of exercise.py.",
        "    Change it until the rules hold, and run this again.",
        "    Rule:   add returns the sum",
        "    Wanted: 3",
        "    Got:    1",
        "    Hint:   Use +.",
        '    Read:   "Sums"',
    ]

    (folder / "mine.py").write_text("def add(a, b:\n    return a\n")
    text = project.run("--submission=mine").stdout.str()
    assert f"add: not yet ({FOLDER}/mine.py)\n    mine.py, line 1: def add(a, b:\n" in text
    assert text.count("SyntaxError: '(' was never closed") == 1, "said once, not for each test"
    assert "Traceback" not in text

    (folder / "mine.py").write_text("def add(a, b):\n    return a + str(b)\n")
    text = project.run("--submission=mine").stdout.str()
    assert "    mine.py, line 2: return a + str(b)\n    TypeError: unsupported operand" in text

    (folder / "mine.py").write_text("def add(a, b):\n    return a + b\n")
    result = project.run("--submission=mine")
    assert "add: solved" in result.stdout.str()
    assert result.ret == 0


def test_the_given_file_can_be_tried(project, exercise_folder):
    exercise_folder()
    project.run("--submission=given", "-k", "test_").assert_outcomes(
        passed=1, failed=1, deselected=1
    )

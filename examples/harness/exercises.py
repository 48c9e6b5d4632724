"""Run exercises: the file as given, the solution, or what the reader wrote.

An exercise is a folder ``exercises/NAME`` with ``exercise.py`` (what the reader is given),
``solution.py`` and ``test_exercise.py``. Its tests get the module under test from the fixture
``exercise`` and say with :func:`expect` which rule is broken, a hint and where to read.
"""

from __future__ import annotations

import itertools
import re
import sys
import traceback
from collections import Counter
from pathlib import Path
from types import ModuleType

FILES = {"given": "exercise.py", "solution": "solution.py", "mine": "mine.py"}
"""The file that is tested, by the value of pytest's option --submission."""

_UNSET = object()
_numbers = itertools.count()


class ExerciseError(Exception):
    """An exercise lacks something, or its tests do. The text says where, and the cure."""


class RuleBroken(AssertionError):
    """The answer to an exercise breaks a rule; its text is for the person who does the exercise."""

    def __init__(self, text: str, read: str) -> None:
        """Keep the text, and the title of the section to read."""
        super().__init__(text)
        self.read = read


def expect(
    condition: object,
    rule: str,
    *,
    hint: str,
    read: str,
    got: object = _UNSET,
    wanted: object = _UNSET,
) -> None:
    """Check one rule of an exercise.

    ``rule`` says what must hold, ``hint`` what to think of, ``read`` is the title of the section of
    the week that explains it; ``got`` and ``wanted`` are shown where given. Raises RuleBroken with
    all of that if ``condition`` is false, and ExerciseError if one of the texts is empty.
    """
    __tracebackhide__ = True
    for name, text in (("rule", rule), ("hint", hint), ("read", read)):
        if not text.strip():
            raise ExerciseError(
                f'expect(...) without a {name}: give {name}="...", '
                "or a reader whose answer is wrong does not know how to go on"
            )
    if condition:
        return
    lines = [f"Rule:   {rule}"]
    if wanted is not _UNSET:
        lines.append(f"Wanted: {wanted!r}")
    if got is not _UNSET:
        lines.append(f"Got:    {got!r}")
    lines += [f"Hint:   {hint}", f'Read:   "{read}"']
    raise RuleBroken("\n".join(lines), read)


def expect_moved_lines(exercise: ModuleType, *, read: str) -> None:
    """Check that ``LINES`` of an exercise has the lines that were given, in whatever order.

    Raises RuleBroken, with the lines that are missing and those that nobody gave, if it has not.
    """
    __tracebackhide__ = True
    whole = load(Path(exercise.__file__).parent, "given")
    del sys.modules[whole.__name__]
    given, mine = Counter(whole.LINES), Counter(map(str, exercise.LINES))
    missing, added = list((given - mine).elements()), list((mine - given).elements())
    expect(
        not missing and not added,
        f"the {given.total()} lines that were given are there, each as it was, and no others",
        hint="move lines; do not copy or change them",
        read=read,
        got={"missing": missing, "not among them": added},
    )


def load(folder: Path, submission: str) -> ModuleType:
    """Return the module of the exercise in ``folder``, loaded afresh under a name of its own.

    ``submission`` is a key of FILES. The caller removes the module from sys.modules, where code
    in it (dataclasses, for one) may look for it. Raises ExerciseError if there is no such file, and
    whatever the file raises.
    """
    path = folder / FILES[submission]
    if not path.is_file():
        raise ExerciseError(f"{path}: there is no such file; an exercise has {', '.join(FILES)}")
    name = f"exercise_{folder.name}_{submission}_{next(_numbers)}"
    module = ModuleType(name)
    module.__file__ = str(path)
    # Compiled here, not imported: a cached .pyc of a file that is being edited could be stale.
    code = compile(path.read_bytes(), str(path), "exec")
    sys.modules[name] = module
    try:
        exec(code, module.__dict__)  # noqa: S102 (the reader's own file, as python FILE runs it)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def check_folder(folder: Path) -> None:
    """Raise ExerciseError if a file of the exercise in ``folder`` is missing."""
    for name in ("exercise.py", "solution.py", "test_exercise.py"):
        if not (folder / name).is_file():
            raise ExerciseError(
                f"{folder}: there is no {name}. An exercise needs exercise.py (what the reader is "
                "given), solution.py and test_exercise.py"
            )


def provide(folder: Path) -> bool:
    """Copy exercise.py to mine.py, unless the reader has a mine.py; tell whether it was copied."""
    try:
        with (folder / FILES["mine"]).open("xb") as mine:
            mine.write((folder / FILES["given"]).read_bytes())
    except FileExistsError:
        return False
    return True


def titles(page: Path) -> set[str]:
    """Return the section titles of a reStructuredText page: lines underlined to their length."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return {
        line.strip()
        for line, under in itertools.pairwise(lines)
        if line.strip() and re.fullmatch(r"([^\w\s])\1*", under) and len(under) >= len(line)
    }


def explain(error: BaseException, path: Path) -> str:
    """Return what a reader needs to know of ``error``, raised while ``path`` was under test.

    A broken rule speaks for itself. Of a SyntaxError in the file, and of an exception that passed
    through it, the line and its text are named; a traceback through the tests would not help.
    """
    if isinstance(error, RuleBroken | ExerciseError):
        return str(error)
    kind = type(error).__name__
    if isinstance(error, SyntaxError) and error.filename == str(path):
        text = (error.text or "").strip()
        return f"{path.name}, line {error.lineno}: {text}\n{kind}: {error.msg}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    what = "".join(traceback.format_exception_only(error)).strip()
    if frames:
        return f"{path.name}, line {frames[-1].lineno}: {frames[-1].line}\n{what}"
    return f"{path.name}: {what}"


def judge_given(folder: Path, failures: dict[str, BaseException], page: Path | None) -> None:
    """Check that the tests failed on exercise.py, each in a way that helps a reader.

    ``failures`` are the exceptions by test; ``page`` is the week's page, whose sections the tests
    may name, or None. Raises ExerciseError.
    """
    given = folder / FILES["given"]
    if not failures:
        raise ExerciseError(
            f"{given}: the exercise is already solved as given: none of its tests fails on this "
            "file. Take something out of it, or test what is still missing"
        )
    for test, error in failures.items():
        if not isinstance(error, RuleBroken):
            raise ExerciseError(
                f"{folder / 'test_exercise.py'}: {test} fails on the given file without a rule, a "
                f"hint and a place to read:\n    {explain(error, given)}\n"
                "Check with harness.exercises.expect(...), and give a file that can be run"
            )
        if page is not None and error.read not in titles(page):
            raise ExerciseError(
                f'{folder / "test_exercise.py"}: {test} sends the reader to "{error.read}", but '
                f"{page} has no section of that title"
            )

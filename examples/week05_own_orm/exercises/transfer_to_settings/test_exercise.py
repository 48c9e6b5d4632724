"""Settings with and without variables, on the object and on the class."""

import pytest

from harness.exercises import expect

READ = "A class that is a table"


@pytest.mark.parametrize(
    ("environment", "name", "wanted"),
    [
        ({}, "port", 8000),
        ({"FIELDNOTES_PORT": "9000"}, "port", 9000),
        ({"FIELDNOTES_DATA": "notes"}, "data", "notes"),
        ({"PORT": "9000"}, "port", 8000),
    ],
)
def test_a_setting_has_its_value(exercise, environment, name, wanted):
    got = getattr(exercise.Settings(environment), name)
    expect(
        got == wanted,
        f"with {environment}, {name} is {wanted!r}",
        hint="which method tells a descriptor its name?",
        read=READ,
        got=got,
    )


def test_other_settings_have_their_own_names_and_values(exercise):
    class Limits(exercise.Settings):
        pages = exercise.Setting(int, 20)
        patience = exercise.Setting(float, 2.5)

    first = Limits({"FIELDNOTES_PAGES": "7", "FIELDNOTES_PATIENCE": "0.5"})
    got = [first.pages, first.patience, first.port]
    got += [Limits({}).pages, Limits({}).patience]
    expect(
        got == [7, 0.5, 8000, 20, 2.5],
        "each setting has its own name, and each object its own environment",
        hint="one descriptor serves all objects of the class: where is what differs?",
        read=READ,
        got=got,
    )


def test_the_class_gives_the_setting_itself(exercise):
    got = getattr(exercise.Settings, "port", "an AttributeError")
    expect(
        isinstance(got, exercise.Setting),
        "Settings.port is the descriptor",
        hint="on the class, the first argument of __get__ is None",
        read=READ,
        got=got,
    )


def test_a_wrong_value_names_its_variable(exercise):
    try:
        got = exercise.Settings({"FIELDNOTES_PORT": "eight"}).port
    except Exception as error:
        got = error
    expect(
        isinstance(got, ValueError) and "FIELDNOTES_PORT" in str(got),
        "a value of the wrong type is a ValueError that names the variable",
        hint="int('eight') raises one that does not: catch it, and raise your own from it",
        read=READ,
        got=got,
    )

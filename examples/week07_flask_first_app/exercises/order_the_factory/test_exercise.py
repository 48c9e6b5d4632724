"""Put the lines together, and make applications."""

import pytest
from flask import Flask

from harness.exercises import expect, expect_moved_lines

READ = "Fieldnotes, made by a factory"


def answer(lines, given):
    """Return the page of an application made by the lines, or the error as text."""
    names = {"Flask": Flask, "__name__": "birds"}
    try:
        exec("\n".join(lines), names)
        app = names["create_app"](given)
        app.testing = True  # an error in the view is raised, not made into a page
        return app.test_client().get("/").text
    except Exception as error:
        return repr(error)


def test_no_line_is_lost(exercise):
    expect_moved_lines(exercise, read=READ)


@pytest.mark.parametrize(
    ("environment", "given", "wanted", "hint"),
    [
        ({}, {}, "20 a page, in instance", "the defaults come first"),
        (
            {"BIRDS_PER_PAGE": "5", "BIRDS_FOLDER": "data"},
            {},
            "5 a page, in data",
            "a setting is read from app.config when all that can change it was there",
        ),
        (
            {"BIRDS_PER_PAGE": "5"},
            {"PER_PAGE": 2},
            "2 a page, in instance",
            "what is set later wins",
        ),
        (
            {},
            {"FOLDER": "elsewhere"},
            "20 a page, in elsewhere",
            "a setting is read from app.config when all that can change it was there",
        ),
    ],
)
def test_settings(exercise, monkeypatch, environment, given, wanted, hint):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    got = answer(exercise.LINES, given)
    expect(
        got == wanted,
        "given settings win over the environment, and the environment over defaults",
        hint=hint,
        read=READ,
        got=got,
        wanted=wanted,
    )

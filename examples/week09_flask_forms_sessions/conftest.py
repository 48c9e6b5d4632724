"""What all tests of this week need."""

import pytest

from harness.rooms import importable


@pytest.fixture(scope="module", autouse=True)
def package(room):
    """Have the package of this room imported, and not that of another."""
    with importable(room) as programs:
        yield programs.fieldnotes

"""What the tests of this week share."""

import pytest

from harness.rooms import importable


@pytest.fixture(scope="module")
def steps(room):
    """The small programs of this week, as modules."""
    with importable(room / "steps") as programs:
        yield programs

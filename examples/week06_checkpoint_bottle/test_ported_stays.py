"""What stays in the port is tested there as it is here: the same tests, other files."""

import importlib.util
from pathlib import Path

import pytest

HERE = Path(__file__).parent
OF_FIELDNOTES = (
    "package",
    "run",
    "load",
    "test_load_can_be_repeated",
    "test_a_file_that_cannot_be_loaded_leaves_nothing",
    "test_a_file_that_is_not_there_is_named",
    "test_a_setting_that_cannot_be_used_is_one_line",
    "test_without_a_date_the_clock_says_which_day_it_is",
)


@pytest.fixture(scope="module")
def room():
    """The folder of the port, in the place of the week's."""
    return HERE / "ported"


def named(file, names=None):
    """Return tests and fixtures of a file of this folder, by name."""
    spec = importlib.util.spec_from_file_location(
        f"{file}_of_the_port", HERE / f"{file}.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    every = {name: value for name, value in vars(module).items() if name[0] != "_"}
    return {name: every[name] for name in names or every}


globals().update(named("test_roost_tables"))
globals().update(named("test_roost_sessions"))
globals().update(named("test_fieldnotes", OF_FIELDNOTES))

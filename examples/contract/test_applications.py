"""Manifests: what is wrong with one is said with file, key and cure."""

import re
import shutil
from contextlib import ExitStack

import pytest

from contract import applications

MANIFEST = """\
name = "Nest Box"
interface = "WSGI"
levels = ["L1", "L0"]
folder = "."
databases = []
packages = []
prepare = []
workers = []
expected_failures = []

[servers]
development = ["python", "serve.py", "{port}"]
"""


@pytest.fixture
def room(tmp_path):
    """A week's room with an application, below a folder of examples."""
    room = tmp_path / "week99_nest_box"
    room.joinpath("fieldnotes").mkdir(parents=True)
    room.joinpath(applications.MANIFEST).write_text(MANIFEST)
    return room


def change(room, old, new):
    path = room / applications.MANIFEST
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def test_a_manifest_is_read(room):
    found = applications.read(room)
    assert (found.id, found.name) == ("nest-box", "Nest Box")
    assert found.levels == ("L0", "L1")
    assert found.cwd == room
    assert found.servers == {"development": ("python", "serve.py", "{port}")}


def test_every_application_of_the_book_is_found():
    names = [application.id for application in applications.applications()]
    known = {"plain-wsgi", "perch", "bottle", "flask", "django", "fastapi"}
    assert known <= set(names)
    assert names.index("bottle") == names.index("perch") + 1


def test_photos_are_looked_at_alike():
    # Not the business of a framework, so it is shared: as a copy, for each room is whole.
    copies = sorted(applications.EXAMPLES.glob("week*/**/images.py"))
    assert len(copies) >= 3
    for copy in copies:
        assert copy.read_bytes() == copies[0].read_bytes(), f"{copy} differs"


def test_a_room_without_a_manifest(tmp_path):
    with pytest.raises(applications.ManifestError, match="there is no such file"):
        applications.read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("name =", "name", "no TOML in UTF-8"),
        ('folder = "."\n', "", "the key folder is missing: give a folder of the room"),
        ("workers", "helpers", "the key workers is missing"),
        ("packages = []", "packages = []\nport = 1", "port is no key of a manifest"),
        ('"Nest Box"', '"\u00e9"', "name = '\u00e9' cannot be used: give a text"),
        ('"Nest Box"', "3", "name = 3 cannot be used"),
        ('"WSGI"', '"CGI"', "interface = 'CGI' cannot be used"),
        ('"L1", "L0"', '"L9"', "levels = ['L9'] cannot be used"),
        ('["L1", "L0"]', "[]", "levels = [] cannot be used"),
        ('folder = "."', 'folder = "none"', "folder = 'none' cannot be used"),
        ("databases = []", 'databases = ["oracle"]', "databases = ['oracle'] cannot"),
        ("packages = []", "packages = [1]", "packages = [1] cannot be used"),
        ("prepare = []", 'prepare = ["init"]', "prepare = ['init'] cannot be used"),
        ("workers = []", "workers = [[]]", "workers = [[]] cannot be used"),
        ("expected_failures = []", "expected_failures = [{}]", "expected_failures"),
        ("development", "staging", "servers = {'staging'"),
    ],
)
def test_what_cannot_be_used_is_named(room, old, new, says):
    change(room, old, new)
    with pytest.raises(applications.ManifestError, match=re.escape(says)) as caught:
        applications.read(room)
    assert str(caught.value).startswith(str(room / applications.MANIFEST))


def test_a_week_may_have_a_second_application_in_a_folder(room):
    second = room / "ported"
    shutil.copytree(room / "fieldnotes", second / "fieldnotes")
    change(second, "Nest Box", "Nest Box, ported")
    found = applications.applications(room.parent)
    assert [each.id for each in found] == ["nest-box", "nest-box-ported"]
    assert found[1].cwd == second


def test_two_of_one_name(room):
    other = room.with_name("week98_other")
    shutil.copytree(room, other)
    with pytest.raises(applications.ManifestError, match=r"is taken by .*week98_other"):
        applications.applications(room.parent)


def test_an_application_is_found_by_name_or_folder(room):
    assert applications.find("nest-box", room.parent).room == room
    assert applications.find(f"{room}/").room == room
    with pytest.raises(applications.ManifestError, match="take one of nest-box"):
        applications.find("herons", room.parent)


def test_a_server_that_the_manifest_does_not_have(room):
    found = applications.read(room)
    with (
        pytest.raises(applications.ManifestError, match="servers has no production"),
        ExitStack() as stack,
    ):
        stack.enter_context(applications.running(found, "production"))


def test_a_command_that_fails_shows_what_it_printed(room):
    change(room, "prepare = []", """prepare = [["python", "-c", "exit('no table')"]]""")
    found = applications.read(room)
    with (
        pytest.raises(applications.StartError, match="exit status 1") as caught,
        ExitStack() as stack,
    ):
        stack.enter_context(applications.running(found))
    assert "no table" in str(caught.value)

"""Ask for files by names that visitors have tried."""

import pytest

from harness.exercises import expect

READ = "Files, and no way out of the folder"


@pytest.fixture
def folder(tmp_path):
    """A folder with two files; a secret lies beside it, another in a neighbour."""
    for file in ["static/look.css", "static/deep/bird.png", "static-old/secret"]:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(file)
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "static" / "link").symlink_to(tmp_path / "secret")
    return tmp_path / "static"


def found(exercise, folder, name):
    """Return the text of what is found, None, or the error as text."""
    try:
        file = exercise.find(folder, name)
        return file and file.read_text()
    except Exception as error:
        return repr(error)


@pytest.mark.parametrize("name", ["look.css", "deep/bird.png"])
def test_what_is_in_the_folder_is_found(exercise, folder, name):
    got = found(exercise, folder, name)
    expect(
        got == f"static/{name}",
        "files of the folder are found, at any depth",
        hint="refuse less",
        read=READ,
        got=got,
    )


@pytest.mark.parametrize(
    "name",
    ["../secret", "deep/../../secret", "../static-old/secret", "/etc/passwd", "link"],
)
def test_nothing_beside_it_is_found(exercise, folder, name):
    got = found(exercise, folder, name)
    expect(
        got is None,
        f"{name} leads to nothing",
        hint="static-old begins like static, and a link has no dots; a path is more "
        "than its letters, and pathlib can compare paths",
        read=READ,
        got=got,
    )


@pytest.mark.parametrize(
    "name", ["look.css\0", "x" * 5000, "deep"], ids=["NUL", "long", "folder"]
)
def test_a_name_that_no_file_has_is_no_error(exercise, folder, name):
    got = found(exercise, folder, name)
    expect(
        got is None,
        "a name that no file can have is not found, and nothing is raised",
        hint="try it: which exceptions come, and from which line?",
        read=READ,
        got=got,
    )

"""Three ways to find a file of which the visitor says the name. Two are wrong."""

from pathlib import Path
from tempfile import TemporaryDirectory


def joined(folder: Path, name: str) -> Path | None:
    return folder / name if (folder / name).is_file() else None


def without_dots(folder: Path, name: str) -> Path | None:
    return joined(folder, name.replace("../", ""))


def listed(folder: Path, name: str) -> Path | None:
    files = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file()
    }
    return files.get(name)


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        folder = Path(place, "static")
        folder.mkdir()
        (folder / "look.css").write_text("a stylesheet")
        Path(place, "secret").write_text("a secret")
        names = ["look.css", "../secret", "....//secret", f"{place}/secret"]
        for find in [joined, without_dots, listed]:
            print(find.__name__)
            for name in names:
                file = find(folder, name)
                text = file.read_text() if file else "not found"
                print(f"  {name.replace(place, '/home/you')}: {text}")

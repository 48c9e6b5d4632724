"""Files from a folder."""

from pathlib import Path
from tempfile import TemporaryDirectory

import bottle
import perch
from perch.testing import Answer
from steps.beside import beside


def apps_for(folder: Path) -> tuple[perch.App, bottle.Bottle]:
    routes = perch.Routes()
    routes.add("/files/{path:path}", perch.StaticFiles(folder))
    app = bottle.Bottle()

    @app.get("/files/<path:path>")
    def files(path: str) -> bottle.HTTPResponse:
        return bottle.static_file(path, root=folder)

    return perch.App(routes), app


def quoted(answer: Answer) -> str:
    tag = answer.headers["ETag"]
    return "ETag with quotation marks" if tag[0] == '"' else "ETag without them"


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        folder = Path(name, "open")
        folder.mkdir()
        (folder / "birds.txt").write_text("wren, owl, heron\n")
        Path(name, "secret.txt").write_text("a nest\n")
        apps = apps_for(folder)
        beside(*apps, "GET", "/files/birds.txt", show=quoted)
        beside(*apps, "GET", "/files/../secret.txt")
        beside(*apps, "GET", "/files/birds.txt", headers={"Range": "bytes=0-3"})
        beside(*apps, "GET", "/files/birds.txt", headers={"If-None-Match": "*"})
        (folder / "late.txt").write_text("swift\n")
        beside(*apps, "GET", "/files/late.txt")
        (folder / "link.txt").symlink_to(Path(name, "secret.txt"))
        beside(*apps, "GET", "/files/link.txt")

"""The versions that the suite runs on, from the locks (requirements-*.txt); a role for them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from docutils import nodes
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from sphinx.util.docutils import SphinxRole

ROOT = Path(__file__).resolve().parents[2]


class UnknownPackage(LookupError):
    """A package that no lock has; the text says what to do."""


def locks(root: Path = ROOT) -> list[Path]:
    """Return the lock files below the folder ``root``, in the order of their names."""
    return sorted(root.glob("requirements-*.txt"))


def locked(name: str, root: Path = ROOT) -> str:
    """Return the version of the package ``name`` in the locks of ``root``.

    The entry whose marker (PEP 508) holds for this Python and system goes before one that is
    locked for others only. Raises :class:`UnknownPackage`.
    """
    wanted = canonicalize_name(name)
    for holds in (True, False):
        for path in locks(root):
            for requirement in _read(path, path.stat().st_mtime_ns):
                marker = requirement.marker
                if canonicalize_name(requirement.name) == wanted and holds is (
                    marker is None or marker.evaluate()
                ):
                    return str(requirement.specifier).removeprefix("==")
    names = ", ".join(path.name for path in locks(root)) or "no requirements-*.txt found"
    raise UnknownPackage(
        f'no lock has the package "{name}" ({names}): mend the name, or add the package to '
        "requirements-examples.in and run nox -s lock"
    )


@lru_cache(maxsize=16)
def _read(path: Path, _mtime: int) -> tuple[Requirement, ...]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.split(" #")[0].split(" --hash")[0].strip(" \\")
        if not text or text.startswith(("#", "-")):
            continue
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if str(requirement.specifier).startswith("=="):
            found.append(requirement)
    return tuple(found)


class VersionRole(SphinxRole):
    """``:version:`flask``` gives the version of a package as locked."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the version as text, or an error with the line."""
        root = Path(self.env.srcdir).parent
        for path in locks(root):
            self.env.note_dependency(str(path))
        try:
            return [nodes.Text(locked(self.text, root))], []
        except UnknownPackage as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]

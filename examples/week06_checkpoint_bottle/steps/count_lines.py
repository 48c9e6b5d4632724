"""Count a package's lines of code: no blank lines, no comments, no documentation."""

import ast
import sys
from importlib.metadata import files

HAVE_DOCSTRINGS = ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef


def documentation(source):
    """Yield each docstring, and each ``Doc("...")`` that FastAPI has in its place."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, HAVE_DOCSTRINGS) and ast.get_docstring(node) is not None:
            yield node.body[0]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", None) == "Doc":
            yield node


def lines_of_code(source):
    lines = [line.strip() for line in source.splitlines()]
    for node in documentation(source):
        for number in range(node.lineno, node.end_lineno + 1):
            lines[number - 1] = ""
    return sum(1 for line in lines if line and not line.startswith("#"))


if __name__ == "__main__":
    for package in sys.argv[1:]:
        sources = {file.locate() for file in files(package) if file.suffix == ".py"}
        total = sum(lines_of_code(source.read_text("utf-8")) for source in sources)
        print(f"{package:12} {total:8,} lines of code in {len(sources)} files")

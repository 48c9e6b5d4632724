"""Count lines of code by part, in perch and in Bottle, as week 1 counted packages."""

import ast
from collections import Counter
from pathlib import Path

import bottle
import perch
from steps.count_lines import lines_of_code

# Which files of perch, and which names of bottle.py begin the names of a part.
PARTS = {
    "routes": ("patterns routing", "Rout _re_flatten yieldroutes"),
    "application, plugins, layers": (
        "app middleware errors",
        "Bottle AppStack JSON TemplatePlugin Plugin make_default abort HTTPError",
    ),
    "request, fields": (
        "request fields",
        "BaseRequest LocalRequest MultiDict FormsDict WSGIHeader DictProperty "
        "_parse_q parse_auth path_shift",
    ),
    "forms in parts": ("forms", "_Multipart Multipart FileUpload _parse_http"),
    "response, cookies": (
        "response",
        "BaseResponse LocalResponse HTTPResponse HeaderDict HeaderProperty _h "
        "redirect cookie _lscmp WSGIFile _closeiter _local",
    ),
    "templates": (
        "templates template_parser template_parts template_tokens",
        "BaseTemplate Mako Cheetah Jinja2 SimpleTemplate Stpl Template template view "
        "html",
    ),
    "files": ("static", "static_file _rangeiter parse_range http_date parse_date"),
    "servers, reloading": (
        "server",
        "ServerAdapter CGI Flup WSGIRef Cher Waitress Paste Meinheld Fapws Tornado "
        "AppEngine Twisted Diesel Gevent Gunicorn Eventlet Bjoern Asyncio Aiohttp "
        "Auto run load File",
    ),
    "settings, resources": ("", "ConfigDict ResourceManager _Import"),
    "client for tests": ("testing", ""),
}


def of_perch() -> Counter[str]:
    """Return the lines of perch by part."""
    folder = Path(perch.__file__).parent
    count: Counter[str] = Counter()
    for part, (files, _) in PARTS.items():
        for name in files.split():
            source = (folder / f"{name}.py").read_text("utf-8")
            count[part] += lines_of_code(source)
    every = (path.read_text("utf-8") for path in folder.glob("*.py"))
    return with_rest(count, sum(lines_of_code(source) for source in every))


def of_bottle() -> Counter[str]:
    """Return the lines of bottle.py by part."""
    source = Path(bottle.__file__).read_text("utf-8")
    count: Counter[str] = Counter()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
            count[part_of(node.name)] += lines_of_code("\n".join(lines))
    count.pop("", None)
    return with_rest(count, lines_of_code(source))


def part_of(name: str) -> str:
    """Return the part with the longest beginning of a name of bottle.py, or nothing."""
    starts = {
        start: part for part, (_, names) in PARTS.items() for start in names.split()
    }
    fitting = [start for start in starts if name.startswith(start)]
    return starts[max(fitting, key=len)] if fitting else ""


def with_rest(count: Counter[str], total: int) -> Counter[str]:
    return count + Counter({"the rest": total - count.total()})


if __name__ == "__main__":
    perch_lines, bottle_lines = of_perch(), of_bottle()
    print(f"{'':30} perch Bottle")
    for part in (*PARTS, "the rest"):
        print(f"{part:30} {perch_lines[part]:5} {bottle_lines[part]:6}")
    print(f"{'in all':30} {perch_lines.total():5} {bottle_lines.total():6}")

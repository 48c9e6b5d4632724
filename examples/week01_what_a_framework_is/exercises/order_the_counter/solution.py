"""The lines in order: the docstring of a module is its first statement."""

LINES = [
    "def lines_of_code(source):",
    "    lines = [line.strip() for line in source.splitlines()]",
    "    module = ast.parse(source)",
    "    if ast.get_docstring(module) is not None:",
    "        first = module.body[0]",
    "        for number in range(first.lineno, first.end_lineno + 1):",
    "            lines[number - 1] = ''",
    "    return sum(1 for line in lines if line and not line.startswith('#'))",
]

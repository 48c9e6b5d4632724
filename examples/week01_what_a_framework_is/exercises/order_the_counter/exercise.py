"""Put the lines of a counter of code in order. Only the indentation is right."""

LINES = [
    "    return sum(1 for line in lines if line and not line.startswith('#'))",
    "            lines[number - 1] = ''",
    "        for number in range(first.lineno, first.end_lineno + 1):",
    "    lines = [line.strip() for line in source.splitlines()]",
    "    if ast.get_docstring(module) is not None:",
    "def lines_of_code(source):",
    "        first = module.body[0]",
    "    module = ast.parse(source)",
]

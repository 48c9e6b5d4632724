"""The lines in order: a route with another method is noted, and the search goes on."""

LINES = [
    "def find(routes, method, path):",
    "    allowed = set()",
    "    for expression, methods, handler in routes:",
    "        if re.fullmatch(expression, path) is None:",
    "            continue",
    "        if method in methods:",
    "            return 200, handler",
    "        allowed |= methods",
    "    if allowed:",
    "        return 405, sorted(allowed)",
    "    return 404, None",
]

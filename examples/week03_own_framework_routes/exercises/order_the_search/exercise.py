"""Put in order: find the handler of a path, or say 404, or 405 and the methods."""

LINES = [
    "    return 404, None",
    "        if method in methods:",
    "    for expression, methods, handler in routes:",
    "    allowed = set()",
    "            continue",
    "        return 405, sorted(allowed)",
    "        if re.fullmatch(expression, path) is None:",
    "def find(routes, method, path):",
    "        allowed |= methods",
    "            return 200, handler",
    "    if allowed:",
]

"""The lines in order: three functions, each of which makes or wraps the next."""

LINES = [
    "def at_most(times):",
    "    def middleware(handle):",
    "        counts = {}",
    "        def handled(request):",
    "            counts[request.path] = counts.get(request.path, 0) + 1",
    "            if counts[request.path] > times:",
    "                raise HTTPError(429, 'Later, please.')",
    "            response = handle(request)",
    "            response.headers['X-Times'] = str(counts[request.path])",
    "            return response",
    "        return handled",
    "    return middleware",
]

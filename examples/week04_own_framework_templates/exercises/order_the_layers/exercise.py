"""Put in order: a layer that lets each path be asked for a few times only."""

LINES = [
    "        return handled",
    "            counts[request.path] = counts.get(request.path, 0) + 1",
    "    def middleware(handle):",
    "            return response",
    "                raise HTTPError(429, 'Later, please.')",
    "def at_most(times):",
    "        counts = {}",
    "            response = handle(request)",
    "        def handled(request):",
    "    return middleware",
    "            if counts[request.path] > times:",
    "            response.headers['X-Times'] = str(counts[request.path])",
]

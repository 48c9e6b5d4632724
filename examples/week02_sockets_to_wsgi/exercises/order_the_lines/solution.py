"""The lines in order: each needs what the one before it has made."""

LINES = [
    "def application(environ, start_response):",
    "    body = environ['QUERY_STRING'].encode('latin-1')",
    "    headers = [('Content-Type','text/plain'), ('Content-Length', str(len(body)))]",
    "    start_response('200 OK', headers)",
    "    return [] if environ['REQUEST_METHOD'] == 'HEAD' else [body]",
]

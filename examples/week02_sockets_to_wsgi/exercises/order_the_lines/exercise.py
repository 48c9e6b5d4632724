"""Put the lines of a WSGI application in order. Only the indentation is right."""

LINES = [
    "    return [] if environ['REQUEST_METHOD'] == 'HEAD' else [body]",
    "    start_response('200 OK', headers)",
    "def application(environ, start_response):",
    "    headers = [('Content-Type','text/plain'), ('Content-Length', str(len(body)))]",
    "    body = environ['QUERY_STRING'].encode('latin-1')",
]

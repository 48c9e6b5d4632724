"""The standard library's server: python run_wsgiref.py MODULE:APPLICATION PORT"""

import sys
from wsgiref.simple_server import make_server

from serve_wsgi import load

port = int(sys.argv[2])
with make_server("127.0.0.1", port, load(sys.argv[1])) as server:
    print(f"Listening on http://127.0.0.1:{port}")
    server.serve_forever()

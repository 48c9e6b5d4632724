"""Print the stations of one request on its way through wsgiref."""

import sys
import threading
import urllib.request
from wsgiref.simple_server import make_server

from hello import application

STATIONS = {
    "BaseServer.handle_request",
    "TCPServer.get_request",
    "BaseServer.process_request",
    "StreamRequestHandler.setup",
    "WSGIRequestHandler.handle",
    "BaseHTTPRequestHandler.parse_request",
    "WSGIRequestHandler.get_environ",
    "BaseHandler.run",
    "BaseHandler.setup_environ",
    "application",
    "BaseHandler.start_response",
    "BaseHandler.finish_response",
    "BaseHandler.write",
    "BaseHandler.send_headers",
    "ServerHandler.close",
    "TCPServer.shutdown_request",
}
depth = 0


def watch(frame, event, argument):
    """Called by the interpreter at each call and return (sys.setprofile)."""
    global depth
    name = frame.f_code.co_qualname
    if name in STATIONS and event == "call":
        print("  " * depth + f"{name}  ({frame.f_globals['__name__']})")
        depth += 1
    elif name in STATIONS and event == "return":
        depth -= 1


if __name__ == "__main__":
    with make_server("127.0.0.1", 0, application) as server:  # port 0: any that is free
        url = f"http://127.0.0.1:{server.server_port}/herons"
        client = threading.Thread(target=lambda: urllib.request.urlopen(url).close())
        client.start()
        sys.setprofile(watch)
        server.handle_request()
        sys.setprofile(None)
        client.join()

"""A server for the desk: wsgiref's, with a thread for each connection."""

from collections.abc import Callable
from contextlib import suppress
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIServer, make_server


class ThreadingServer(ThreadingMixIn, WSGIServer):
    """Answers several clients at a time. A thread does not keep the program alive."""

    daemon_threads = True
    request_queue_size = 256  # connections that wait to be accepted; the default is 5


def serve(app: Callable[..., Any], port: int, host: str = "127.0.0.1") -> None:
    """Answer requests until Ctrl+C. By itself it listens to this machine only."""

    def threaded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        # wsgiref says False, since it does not know of our threads.
        environ["wsgi.multithread"] = True
        return app(environ, start_response)

    with (
        make_server(host, port, threaded, ThreadingServer) as server,
        suppress(KeyboardInterrupt),
    ):
        print(f"Listening on http://{host}:{port}", flush=True)
        server.serve_forever()

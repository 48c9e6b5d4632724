"""Middleware that measures a response until the server closes it."""

import time

from slow_herons import application as slow_herons


class WhenClosed:
    """The same pieces, and one thing more to do when the server closes them."""

    def __init__(self, pieces, do):
        self.pieces = pieces
        self.do = do

    def __iter__(self):
        return iter(self.pieces)

    def close(self):
        try:
            if hasattr(self.pieces, "close"):
                self.pieces.close()
        finally:
            self.do()


def timed(application):
    def timed_application(environ, start_response):
        began = time.perf_counter()

        def report():
            took = time.perf_counter() - began
            print(
                f"{environ['PATH_INFO']!r} took {took:.2f} s",
                file=environ["wsgi.errors"],
            )

        return WhenClosed(application(environ, start_response), report)

    return timed_application


application = timed(slow_herons)

"""Middleware that means to measure a response, and measures the wrong thing."""

import time

from slow_herons import application as slow_herons


def timed(application):
    def timed_application(environ, start_response):
        began = time.perf_counter()
        pieces = application(environ, start_response)
        took = time.perf_counter() - began
        print(
            f"{environ['PATH_INFO']!r} took {took:.2f} s", file=environ["wsgi.errors"]
        )
        return pieces

    return timed_application


application = timed(slow_herons)

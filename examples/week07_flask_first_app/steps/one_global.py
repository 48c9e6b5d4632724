"""A WSGI application that keeps the request in a variable, and two visitors at once."""

import threading
import time

current = None


def greeting():
    return f"Hello, {current['QUERY_STRING']}!"


def application(environ, start_response):
    global current
    current = environ
    time.sleep(0.2)  # as long as a slow database takes
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [greeting().encode()]


def visit(name, app):
    body = app({"QUERY_STRING": name}, lambda status, headers: None)
    print(f"{name} got: {body[0].decode()}")


def visit_both(app):
    """Ada asks; a twentieth of a second later, while she waits, Ben does."""
    threads = [threading.Thread(target=visit, args=[n, app]) for n in ("ada", "ben")]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    visit_both(application)

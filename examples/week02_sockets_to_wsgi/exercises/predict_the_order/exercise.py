"""Predict: in which order do these six things happen?

A  the server sends the head
B  "tidied up" is printed
C  the call of the application returns
D  the server calls close()
E  start_response is called
F  the server sends b"grey heron"
"""

ORDER = ""  # your prediction: the six letters, first to last


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    try:
        yield b"grey heron\n"
    finally:
        print("tidied up", file=environ["wsgi.errors"])

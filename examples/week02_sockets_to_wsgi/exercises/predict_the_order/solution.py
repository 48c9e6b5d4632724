"""The order in which the six things happen.

C  the call of the application returns: a generator, of which no line has run
E  start_response is called, as the server asks for the first piece
A  the server sends the head, now that there is a piece to send after it
F  the server sends b"grey heron"
B  "tidied up" is printed, as the server asks for a second piece and the function ends
D  the server calls close()
"""

ORDER = "CEAFBD"


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    try:
        yield b"grey heron\n"
    finally:
        print("tidied up", file=environ["wsgi.errors"])

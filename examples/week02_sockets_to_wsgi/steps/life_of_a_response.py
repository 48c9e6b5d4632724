"""Say what happens when, from the call of the application to close()."""


class Herons:
    """An iterable of bytes with something to tidy up, as an open file has."""

    def __init__(self, log):
        self.log = log

    def __iter__(self):
        for name in (b"grey heron\n", b"purple heron\n"):
            self.log("making the next piece")
            yield name

    def close(self):
        self.log("close()")


def application(environ, start_response):
    def log(what):
        print(what, file=environ["wsgi.errors"])

    log("called")
    start_response("200 OK", [("Content-Type", "text/plain")])
    log("start_response has returned")
    return Herons(log)

"""The older way to send a body: the write() that start_response returns."""


def application(environ, start_response):
    write = start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    write(b"grey heron\n")
    write(b"purple heron\n")
    return []

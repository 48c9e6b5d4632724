"""Middleware that adds a line to each page, and leaves the page in order."""


def with_footer(application, footer: bytes):
    def wrapped(environ, start_response):
        def start_with_length(status, headers, exc_info=None):
            headers = [
                (
                    name,
                    str(int(value) + len(footer))
                    if name.lower() == "content-length"
                    else value,
                )
                for name, value in headers
            ]
            return start_response(status, headers, exc_info)

        pieces = application(environ, start_with_length)
        try:
            yield from pieces
            if environ["REQUEST_METHOD"] != "HEAD":
                yield footer
        finally:
            if hasattr(pieces, "close"):
                pieces.close()

    return wrapped

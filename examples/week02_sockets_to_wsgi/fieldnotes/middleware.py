"""Two functions that take an application and return an application."""


def never_sniffed(application):
    """Add the header that keeps a browser from guessing another media type."""

    def wrapped(environ, start_response):
        def start_with_header(status, headers, exc_info=None):
            headers = [*headers, ("X-Content-Type-Options", "nosniff")]
            return start_response(status, headers, exc_info)

        return application(environ, start_with_header)

    return wrapped


def logged(application):
    """Write a line to the server's error stream whenever an answer is begun."""

    def wrapped(environ, start_response):
        def start_and_log(status, headers, exc_info=None):
            asked = f"{environ['REQUEST_METHOD']} {environ.get('PATH_INFO', '')}"
            print(f"{asked!r} {status}", file=environ["wsgi.errors"], flush=True)
            return start_response(status, headers, exc_info)

        return application(environ, start_and_log)

    return wrapped

"""Mend: middleware that adds a line to each page. Nobody sees it; files stay open."""


def with_footer(application, footer: bytes):
    def wrapped(environ, start_response):
        pieces = application(environ, start_response)
        return [*pieces, footer]

    return wrapped

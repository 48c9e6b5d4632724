"""Transfer: a server that is no server. Run a WSGI application as a CGI program."""


def run_as_cgi(application, variables: dict[str, str], body: bytes) -> bytes:
    """Return what a CGI program prints: status, headers, an empty line, the body.

    variables: what a web server puts into the environment of a CGI program (RFC 3875),
    REQUEST_METHOD, PATH_INFO, HTTP_HOST and so on, in the form that WSGI wants.
    body: what the program finds on its standard input.
    """
    raise NotImplementedError("write this function")

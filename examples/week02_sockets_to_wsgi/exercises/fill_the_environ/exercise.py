"""Fill in what stands as `...`: from the head of a request to the keys of environ."""

from urllib.parse import unquote


def environ_from(request_line: str, headers: list[tuple[str, str]]) -> dict:
    method, target, version = request_line.split(" ")
    path, _, query = target.partition("?")
    environ = {
        "REQUEST_METHOD": ...,
        "SCRIPT_NAME": "",
        "PATH_INFO": ...,
        "QUERY_STRING": ...,
        "SERVER_PROTOCOL": version,
    }
    for name, value in headers:
        key = name.upper()
        environ[key] = value
    return environ

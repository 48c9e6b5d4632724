"""Which of these routes answers, or whether it is 404 or 405."""

ROUTES = [
    ("/birds/{id:int}", "GET", "number"),
    ("/birds/new", "GET", "form"),
    ("/birds/{name}", "GET", "name"),
    ("/birds/{name}", "DELETE", "away"),
    ("/birds/{path:path}", "GET", "path"),
]

ANSWERS = {
    "GET /birds/7": "number",
    "GET /birds/new": "form",  # the first that matches; int does not
    "DELETE /birds/new": "away",  # the path has three routes, and one has the method
    "GET /birds/7_0": "name",  # [0-9] has no underscore
    "HEAD /birds/wren": "name",  # where there is GET there is HEAD
    "GET /birds/wren/edit": "path",  # a name has no slash
    "DELETE /birds/wren/edit": "405",  # the path is there, for GET
    "GET /birds/": "404",  # a path has at least one character
}

"""Predict: which of these routes answers, or is it 404 or 405?"""

ROUTES = [
    ("/birds/{id:int}", "GET", "number"),
    ("/birds/new", "GET", "form"),
    ("/birds/{name}", "GET", "name"),
    ("/birds/{name}", "DELETE", "away"),
    ("/birds/{path:path}", "GET", "path"),
]

ANSWERS = {  # your prediction: number, form, name, away, path, 404 or 405
    "GET /birds/7": "",
    "GET /birds/new": "",
    "DELETE /birds/new": "",
    "GET /birds/7_0": "",
    "HEAD /birds/wren": "",
    "GET /birds/wren/edit": "",
    "DELETE /birds/wren/edit": "",
    "GET /birds/": "",
}

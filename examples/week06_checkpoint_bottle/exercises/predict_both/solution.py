"""Which status perch answers, and which Bottle."""

ANSWERS = {
    "GET /nests/7": (200, 200),
    "GET /nests/7/": (404, 404),  # the slash at the end makes it another path
    "GET /nests/-1": (404, 200),  # Bottle's int may have a sign
    "GET /nests/%D9%A3": (404, 200),  # its \d is any digit of Unicode
    "HEAD /nests/7": (200, 200),  # where there is GET there is HEAD, in both
    "DELETE /nests/7": (405, 405),
    "POST /nests, a form": (200, 200),
    "POST /nests, called JSON": (415, 200),  # Bottle takes all but multipart for a form
}

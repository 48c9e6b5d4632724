"""The addresses of sightings, told apart by hand: a chain of ifs."""


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/sightings":
        text = "all sightings\n"
    elif path.startswith("/sightings/"):
        number = int(path.removeprefix("/sightings/"))
        text = f"sighting {number}\n"
    else:
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"not found\n"]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [text.encode()]

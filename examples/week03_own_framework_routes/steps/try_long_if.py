"""Call the chain of ifs as a server would, with paths that people and robots send."""

from wsgiref.util import setup_testing_defaults

from steps.long_if import application

ASKED = [
    ("GET", "/sightings/7"),
    ("GET", "/sightings/007"),
    ("GET", "/sightings/+7"),
    ("GET", "/sightings/7 "),
    ("GET", "/sightings/7_0"),
    ("GET", "/sightings/-7"),
    ("DELETE", "/sightings"),
    ("GET", "/sightings/"),
    ("GET", "/sightings/7/edit"),
    ("GET", "/herons"),
]

for method, path in ASKED:
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path}
    setup_testing_defaults(environ)
    try:
        answer = b"".join(application(environ, lambda status, headers: None))
    except ValueError as error:
        answer = error
    print(f"{method} {path!r}: {answer}")

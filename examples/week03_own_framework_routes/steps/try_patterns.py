"""Which paths a pattern matches, and what becomes of its parameters."""

from perch.patterns import Pattern, PatternError

ASKED = {
    "/sightings/{id:int}": ["/sightings/7", "/sightings/007", "/sightings/7_0"],
    "/birds/{name}": ["/birds/wren", "/birds/", "/birds/wren/edit"],
    "/places/{path:path}": ["/places/uk/wales", "/places/"],
    "/robots.txt": ["/robots.txt", "/robotsXtxt"],
}

for text, paths in ASKED.items():
    pattern = Pattern(text)
    for path in paths:
        print(f"{text:20} {path:17} {pattern.match(path)}")

for text in ["sightings", "/sightings/{id:integer}", "/{path:path}/edit", "/{request}"]:
    try:
        Pattern(text)
    except PatternError as error:
        print(error)

"""Addresses made of the names of routes."""

from perch import Routes

routes = Routes()
routes.add("/sightings/{id:int}", lambda request, id: "one", name="sighting")
routes.add("/places/{path:path}", lambda request, path: "a place", name="place")

print(routes.url("sighting", id=7))
print(routes.url("place", path="uk/england/a&b?"))
for name, parameters in [
    ("sighting", {"id": "7/edit"}),
    ("place", {"path": "../login"}),
    ("sighting", {"number": 7}),
    ("sigthing", {"id": 7}),
]:
    try:
        routes.url(name, **parameters)
    except (LookupError, ValueError) as error:
        print(f"{type(error).__name__}: {error}")

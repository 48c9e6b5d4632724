"""A route that could never answer."""

from perch.routing import Routes

routes = Routes()


@routes.route("/sightings/{name}")
def sighting(request, name): ...


@routes.route("/sightings/new")
def new_sighting(request): ...

"""Three layers of middleware that say when they are entered and left."""

from perch import App, HTTPError, Routes
from perch.testing import Client


def layer(name):
    def middleware(handle):
        def handled(request):
            print(f"  into {name}")
            response = handle(request)
            print(f"  out of {name}: {response.status.value}")
            return response

        return handled

    return middleware


def guard(handle):
    """Let nobody see the nests."""

    def handled(request):
        if request.path.startswith("/nests"):
            raise HTTPError(403, "Not for everybody.")
        return handle(request)

    return handled


routes = Routes()
routes.add("/birds", lambda request: "birds", name="birds")
routes.add("/nests", lambda request: "nests", name="nests")
app = App(routes, middleware=[layer("outer"), guard, layer("inner")])

if __name__ == "__main__":
    for path in ["/birds", "/nests", "/trees"]:
        print(path)
        answer = Client(app).get(path)
        print(f"  to the client: {answer.status}")

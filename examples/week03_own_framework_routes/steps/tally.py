"""One address, three methods: a class as handler."""

from perch import App, Response, Routes, View

routes = Routes()
counts: dict[str, int] = {}


@routes.route("/tally/{bird}")
class Tally(View):
    def get(self, bird: str) -> str:
        return f"{bird}: {counts.get(bird, 0)}\n"

    def post(self, bird: str) -> str:
        counts[bird] = counts.get(bird, 0) + 1
        return self.get(bird)

    def delete(self, bird: str) -> Response:
        counts.pop(bird, None)
        return Response(status=204)


app = App(routes)

"""Werkzeug: requests, responses and routes for WSGI."""

from werkzeug.routing import Map, Rule
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

rules = Map([Rule("/birds/<int:number>", endpoint="bird")])


@Request.application
def application(request):
    endpoint, values = rules.bind_to_environ(request.environ).match()
    return Response(f"{endpoint} {values}\n")


client = Client(application)
for path in ("/birds/7", "/birds/seven"):
    answer = client.get(path)
    print(answer.status, answer.headers["Content-Type"], answer.data)

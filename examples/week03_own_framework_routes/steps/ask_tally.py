"""Ask the tally without a server."""

from perch.testing import Client
from steps.tally import app

client = Client(app)
for method in ["GET", "POST", "POST", "HEAD", "DELETE", "GET", "PATCH"]:
    answer = client.send(method, "/tally/wren")
    print(method, answer.status, answer.body, answer.headers["Allow"] or "")

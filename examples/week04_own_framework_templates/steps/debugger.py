"""What Werkzeug's debugger gives to whoever sees its page. Nothing here listens."""

import re
from html import unescape
from urllib.parse import urlencode

from werkzeug.debug import DebuggedApplication
from werkzeug.test import Client


def application(environ, start_response):
    password = "the owl is at home"
    return [password + 1]


debugged = DebuggedApplication(application, evalex=True, pin_security=False)
client = Client(debugged)
page = client.get("/sightings").text
secret = re.search(r'SECRET = "(\w+)"', page)[1]
frames = re.findall(r'id="frame-(\d+)"', page)
print(f"The page has a key of {len(secret)} characters, and {len(frames)} frame.")

for command in ["password", "__import__('os').getcwd().rpartition('/')[2]"]:
    query = {"__debugger__": "yes", "cmd": command, "frm": frames[-1], "s": secret}
    answer = client.get(f"/?{urlencode(query)}").text
    print(command, "->", unescape(re.sub("<[^>]+>", "", answer)).split("\n")[1])

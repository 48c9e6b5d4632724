"""What a form looks like on the wire, and what perch makes of it."""

from perch import App, Request, Response, Routes
from perch.testing import Client

URLENCODED = "application/x-www-form-urlencoded"
IN_PARTS = "multipart/form-data; boundary=x"
FIELD = b'--x\r\nContent-Disposition: form-data; name="species"\r\n\r\nWren & Owl\r\n'
FILE = (
    b'--x\r\nContent-Disposition: form-data; name="a"; filename="b.png"\r\n\r\n\x89\r\n'
)
routes = Routes()


@routes.route("/new", "POST")
def new(request: Request) -> Response | str:
    return repr(dict(request.form))


SENT = [
    (URLENCODED, b"species=Wren+%26+Owl&count=2", {}),
    (IN_PARTS, FIELD + b"--x--\r\n", {}),
    (IN_PARTS, FILE + FIELD + b"--x--\r\n", {}),
    ("application/json", b'{"species": "Wren"}', {}),
    (URLENCODED, b"species=W", {"Content-Length": "12"}),
    (URLENCODED, b"species=%FF", {}),
    (URLENCODED, b"species=" + b"W" * 300, {}),
    (URLENCODED, b"species=Wren", {"Transfer-Encoding": "chunked"}),
]

if __name__ == "__main__":
    client = Client(App(routes, max_body=250))
    for kind, body, more in SENT:
        answer = client.send("POST", "/new", body, {"Content-Type": kind} | more)
        shown = body.decode("latin-1").encode("unicode_escape").decode()
        print(f"{kind}: {shown[:72]}")
        print(f"    {answer.status} {answer.text.splitlines()[-1]}")

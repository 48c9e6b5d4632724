"""Upload a file under any name and type, or announce one and send nothing.

python send_photo.py PORT FILE NAME TYPE
python send_photo.py PORT --announce LENGTH
"""

import socket
import sys
from pathlib import Path

HEAD = """POST /photo HTTP/1.1\r
Host: 127.0.0.1\r
Connection: close\r
Content-Type: multipart/form-data; boundary=edge\r
Content-Length: {}\r
\r
"""
PART = """--edge\r
Content-Disposition: form-data; name="photo"; filename="{}"\r
Content-Type: {}\r
\r
"""


def send(port: int, length: int, body: bytes) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(HEAD.format(length).encode() + body)
        with connection.makefile("rb") as answer:
            return answer.read().decode()


port, *words = sys.argv[1:]
if words[0] == "--announce":
    print(send(int(port), int(words[1]), b"").splitlines()[0])
else:
    file, name, media_type = words
    part = PART.format(name, media_type).encode()
    body = part + Path(file).read_bytes() + b"\r\n--edge--\r\n"
    head, _, body = send(int(port), len(body), body).partition("\r\n\r\n")
    print(head.splitlines()[0], body, sep="\n")

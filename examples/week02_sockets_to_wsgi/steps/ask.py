"""Ask a server for a path and show the reply: python ask.py PORT PATH [METHOD]"""

import socket
import sys
import time

port, path, method = int(sys.argv[1]), sys.argv[2], "".join(sys.argv[3:]) or "GET"
request = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
request += "Connection: close\r\n\r\n"

began = time.perf_counter()
with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
    connection.sendall(request.encode("ascii"))
    reply = b""
    while piece := connection.recv(4096):  # b"" means: the other side has closed
        reply += piece

for line in reply.splitlines(keepends=True):
    print(line)
print(f"answered after {time.perf_counter() - began:.1f} s")

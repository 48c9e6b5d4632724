"""Send one request in two pieces, half a second apart: python two_pieces.py PORT"""

import socket
import sys
import time

port = int(sys.argv[1])
request = f"GET /sightings/17 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode(
    "ascii"
)

with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
    connection.sendall(request[:12])
    time.sleep(0.5)
    connection.sendall(request[12:])
    print(connection.makefile("rb").read())  # until the other side closes

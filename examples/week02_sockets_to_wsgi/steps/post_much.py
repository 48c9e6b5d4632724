"""Post a body of so many bytes: python post_much.py PORT BYTES"""

import socket
import sys

port, size = int(sys.argv[1]), int(sys.argv[2])
head = f"POST /sightings HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n\r\n"

with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
    connection.sendall(head.encode("ascii") + b"x" * size)
    print(connection.recv(4096))

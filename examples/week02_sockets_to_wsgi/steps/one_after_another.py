"""Answer requests one after another: python one_after_another.py PORT"""

import socket
import sys

REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nA heron.\n"

port = int(sys.argv[1])

with socket.create_server(("127.0.0.1", port)) as listener:
    print(f"Listening on http://127.0.0.1:{port}")
    while True:
        connection, client = listener.accept()
        with connection:
            request = connection.recv(1024)
            print(f"{len(request)} bytes:", request[:40])
            connection.sendall(REPLY)

"""Answer one request and stop: python one_request.py PORT"""

import socket
import sys

port = int(sys.argv[1])

with socket.create_server(("127.0.0.1", port)) as listener:
    print(f"Listening on http://127.0.0.1:{port}")
    connection, client = listener.accept()  # waits here until somebody connects
    with connection:
        request = connection.recv(1024)
        print(request)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nA heron.\n")

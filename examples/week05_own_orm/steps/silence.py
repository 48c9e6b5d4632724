"""Ask a server while four clients say nothing: python -m steps.silence PORT PATH"""

import socket
import sys
import time
from contextlib import ExitStack

SILENT, PATIENCE = 4, 2.0


def main(port: int, path: str) -> None:
    address = ("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: notes.example\r\n\r\n".encode()
    with ExitStack() as stack:
        for _ in range(SILENT):
            stack.enter_context(socket.create_connection(address))
        time.sleep(0.2)  # the server has accepted them
        asking = stack.enter_context(socket.create_connection(address, PATIENCE))
        asking.sendall(request)
        try:
            print(asking.recv(1024).decode().splitlines()[0])
        except TimeoutError:
            print("no answer within", int(PATIENCE), "seconds")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])

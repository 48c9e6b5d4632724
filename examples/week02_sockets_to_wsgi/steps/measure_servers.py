"""Measure how many requests servers take at once: python measure_servers.py PORT"""

import contextlib
import socket
import sys
import time

from at_once import measure
from servers import COMMANDS, running

REQUESTS = 8
SILENT = 4  # clients; wsgiref lets no more than five connections queue


def answers_beside_silence(port):
    """Say whether a request is answered soon while other clients say nothing."""
    with contextlib.ExitStack() as silent:
        for _ in range(SILENT):
            client = socket.create_connection(("127.0.0.1", port), timeout=1)
            silent.enter_context(client)
        time.sleep(0.1)
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as asking:
            asking.sendall(b"GET / HTTP/1.0\r\n\r\n")
            try:
                return bool(asking.recv(100))
            except TimeoutError:
                return False


def main(port):
    print(f"{'':28} processes  threads  at once   time  beside silent clients")
    for name in COMMANDS:
        flask = "flask" in name
        application = "who_answered_flask" if flask else "who_answered:application"
        with running(name, application, port):
            time.sleep(0.3)  # all workers have started by then
            processes, threads, most, took = measure(port, REQUESTS)
            beside = "answers" if answers_beside_silence(port) else "waits"
        counts = f"{processes:9}  {threads:7}  {most:7}"
        print(f"{name:28} {counts}  {took:.2f} s  {beside}")


if __name__ == "__main__":
    main(int(sys.argv[1]))

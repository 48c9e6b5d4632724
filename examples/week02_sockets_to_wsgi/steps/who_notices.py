"""Ask each server what it makes of each mistake: python who_notices.py PORT"""

import re
import socket
import sys
import tempfile
import time
from pathlib import Path

from mistakes import MISTAKES
from servers import running

REQUEST = "POST /{} HTTP/1.0\r\nContent-Length: 5\r\n\r\nheron"  # 1.0 has no chunks


def reply_to(port, mistake):
    """Return the status and the length of the body, or say that no reply came."""
    with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(REQUEST.format(mistake).encode())
        reply = b""
        try:
            while piece := connection.recv(4096):
                reply += piece
        except TimeoutError:
            return "no reply in 1 s"
    head, _, body = reply.partition(b"\r\n\r\n")
    status = head.split()[1].decode()  # the second word: HTTP/1.1 200 OK
    return f"{status}, {len(body)} bytes"


def main(port):
    seen = {mistake: [] for mistake in MISTAKES}
    with tempfile.TemporaryDirectory() as folder:
        for server in ("this week's", "wsgiref", "waitress", "gunicorn"):
            log = Path(folder, server)
            with (
                log.open("w") as file,
                running(server, "mistakes:application", port, file),
            ):
                for mistake, lines in seen.items():
                    before = log.stat().st_size
                    reply = reply_to(port, mistake)
                    time.sleep(0.1)  # for the log to be written
                    errors = re.findall(
                        r"^\w+Error: .*", log.read_text()[before:], re.MULTILINE
                    )
                    lines.append(
                        f"  {server:11}  {reply:15} {errors[-1] if errors else ''}"
                    )
    for mistake, lines in seen.items():
        print(mistake, *(line.rstrip() for line in lines), sep="\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))

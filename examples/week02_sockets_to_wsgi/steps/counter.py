"""Count the visitors. The count is a variable of one process, and of no other."""

import os
import time

visitors = 0


def application(environ, start_response):
    global visitors
    visitors += 1
    body = f"You are visitor {visitors} (process {os.getpid()})\n".encode()
    time.sleep(0.5)  # long enough for the next visitor to need another worker
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [body]

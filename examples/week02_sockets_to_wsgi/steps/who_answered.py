"""Take a fifth of a second, then say who did the work and when."""

import json
import os
import threading
import time

WORK = 0.2  # seconds


def application(environ, start_response):
    began = time.monotonic()  # one clock for all processes of the machine
    time.sleep(WORK)  # stands for a database that takes its time
    report = {
        "process": os.getpid(),
        "thread": threading.get_ident(),
        "began": began,
        "ended": time.monotonic(),
    }
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(report).encode()]

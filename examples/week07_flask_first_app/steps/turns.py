"""Three pages that take a tenth of a second: two of them wait, one computes."""

import os
import sqlite3
import time
from contextlib import closing, suppress

from flask import Flask

app = Flask(__name__)
TENTH = 0.1


@app.get("/wait")
def wait():
    """Wait, as for another server."""
    began = time.monotonic()
    time.sleep(TENTH)
    return {"began": began, "ended": time.monotonic()}


@app.get("/locked")
def locked():
    """Wait for a database that somebody else has locked; SQLite, which is C, waits."""
    began = time.monotonic()
    database = sqlite3.connect(os.environ["TURNS_DATABASE"], timeout=TENTH)
    with closing(database), suppress(sqlite3.OperationalError):
        database.execute("BEGIN IMMEDIATE")
    return {"began": began, "ended": time.monotonic()}


@app.get("/busy")
def busy():
    """Compute until this thread has used a tenth of a second of the processor."""
    began, used = time.monotonic(), time.thread_time()
    while time.thread_time() - used < TENTH:
        sum(range(1000))
    return {"began": began, "ended": time.monotonic()}

"""The same wait in a function and in a coroutine."""

import asyncio
import time

from flask import Flask

app = Flask(__name__)


@app.get("/def")
def in_a_function():
    time.sleep(0.2)
    return "done\n"


@app.get("/async")
async def in_a_coroutine():
    await asyncio.sleep(0.2)
    return "done\n"


@app.get("/def/at-once")
def at_once():
    return "done\n"


@app.get("/async/at-once")
async def at_once_too():
    return "done\n"

"""Does `async def` help? Eight waits at once, and what one empty view costs."""

import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from timeit import repeat
from urllib.request import urlopen

from sleepers import app


def ask(address: str) -> bytes:
    with urlopen(address) as answer:
        return answer.read()


def eight_at_once(port: str, path: str) -> float:
    """Return the seconds that eight requests take which are sent at the same time."""
    address = f"http://127.0.0.1:{port}{path}"
    ask(address)  # the first coroutine has Flask import asgiref
    start = perf_counter()
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(ask, [address] * 8))
    return perf_counter() - start


def microseconds(path: str) -> float:
    client = app.test_client()
    client.get(path)
    return min(repeat(lambda: client.get(path), number=100, repeat=3)) / 100 * 1e6


if __name__ == "__main__":
    print("eight waits of 0.2 s, one worker")
    for path in ("/def", "/async"):
        print(f"{path:7} {eight_at_once(sys.argv[1], path):5.2f} s")
    print("a request that does nothing, in this process")
    for path in ("/def/at-once", "/async/at-once"):
        print(f"{path:15} {microseconds(path) / 1000:6.3f} ms")

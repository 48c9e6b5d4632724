"""Ask at once, and say how the answers overlapped: python at_once.py PORT REQUESTS"""

import json
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor


def ask(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as reply:
        return json.load(reply)


def most_at_once(answers):
    """Return the largest number of answers in the making at any one moment."""
    return max(
        sum(other["began"] <= answer["began"] < other["ended"] for other in answers)
        for answer in answers
    )


def measure(port, requests):
    """Return how many processes and threads answered, the most at once, and seconds."""
    began = time.perf_counter()
    with ThreadPoolExecutor(requests) as pool:
        answers = list(pool.map(ask, [port] * requests))
    took = time.perf_counter() - began
    processes = len({answer["process"] for answer in answers})
    threads = len({(answer["process"], answer["thread"]) for answer in answers})
    return processes, threads, most_at_once(answers), took


if __name__ == "__main__":
    port, requests = int(sys.argv[1]), int(sys.argv[2])
    processes, threads, most, took = measure(port, requests)
    print(f"{requests} requests in {took:.2f} s, at most {most} at once")
    print(f"answered by {threads} thread(s) in {processes} process(es)")

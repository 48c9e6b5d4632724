"""Ask twice at the same time and show both answers: python two_visitors.py PORT"""

import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

url = f"http://127.0.0.1:{int(sys.argv[1])}/"


def visit(_):
    with urllib.request.urlopen(url, timeout=10) as reply:
        return reply.read().decode()


with ThreadPoolExecutor(2) as pool:
    for answer in sorted(pool.map(visit, range(2))):
        print(answer, end="")

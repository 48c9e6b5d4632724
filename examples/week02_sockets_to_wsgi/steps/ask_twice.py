"""Ask twice over one connection, as HTTP/1.1 allows: python ask_twice.py PORT"""

import http.client
import sys
import time

connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=10)
for turn in ("first", "second"):
    connection.request("GET", "/")
    print(turn, connection.getresponse().read())
    time.sleep(0.2)  # a person reads the page before the next click

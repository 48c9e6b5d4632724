"""Connect, and then say nothing for a while: python say_nothing.py PORT SECONDS"""

import socket
import sys
import time

port, seconds = int(sys.argv[1]), float(sys.argv[2])

with socket.create_connection(("127.0.0.1", port)):
    print(f"Connected. Saying nothing for {seconds:.0f} s.")
    time.sleep(seconds)

"""Ask with a cookie of one's own: python send_cookie.py ADDRESS COOKIE"""

import sys
from urllib.request import Request, urlopen

address, cookie = sys.argv[1:]
headers = {"Cookie": f"session={cookie}"}
with urlopen(Request(address, headers=headers)) as answer:
    print(answer.read().decode(), end="")

"""Print the status and the start of a page: python -m steps.get URL [NAME=VALUE ...]"""

import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen


def main(url: str, *headers: str) -> None:
    request = Request(url, headers=dict(each.split("=") for each in headers))
    try:
        response = urlopen(request, timeout=5)
    except HTTPError as error:
        response = error
    with response:
        print(response.status, response.read(180).decode())


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Say what the page of an error gives away: python -m steps.what_it_shows PORT"""

import re
import sys
import urllib.error
import urllib.request


def shown(page):
    """Return what stands in a page, by name."""
    return {
        "the error": "IndexError" in page,
        "our source": "birds[number]" in page,
        "paths of this machine": "site-packages" in page,
        "a key for the console": re.search(r'SECRET = "\w{20}"', page) is not None,
        "a console": "EVALEX = true" in page,
        "a console without a PIN": "EVALEX_TRUSTED = true" in page,
    }


def main(port):
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/birds/7")
    except urllib.error.HTTPError as error:
        page = error.read().decode()
        print(f"{error.code} {error.reason}")
    for name, found in shown(page).items():
        print(f"  {name}: {'yes' if found else 'no'}")


if __name__ == "__main__":
    main(sys.argv[1])

"""Where does ?next= lead? Four checks, and where a browser goes.

A browser reads an address as the URL standard has it: tabs and line ends are dropped,
a backslash is a slash, two slashes or more begin the name of a host, and the scheme of
the page itself may be left standing before a relative address.
"""

import re
from urllib.parse import urljoin, urlsplit

HERE = "https://notes.example/login"
CHECKS = {
    "slash": lambda target: target.startswith("/"),
    "no //": lambda target: "//" not in target,
    "netloc": lambda target: not urlsplit(target).netloc,
    "ours": lambda target: bool(
        re.fullmatch(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*", target)
    ),
}
TARGETS = [
    "/sightings/7",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "///evil.example",
    "https:/\\evil.example",
    "/sightings?next=//evil.example",
]


def goes_to(target: str) -> str:
    """Return the host to which a browser goes from HERE."""
    target = re.sub("[\t\r\n]", "", target).replace("\\", "/").removeprefix("https:")
    return urlsplit(urljoin(HERE, re.sub("^//+", "//", target))).hostname


if __name__ == "__main__":
    print(f"{'':32} {'browser':14}", *(f"{name:7}" for name in CHECKS))
    for target in TARGETS:
        host = goes_to(target)
        found = ["passes" if check(target) else "" for check in CHECKS.values()]
        print(f"{target!r:32} {host:14}", *(f"{text:7}" for text in found))

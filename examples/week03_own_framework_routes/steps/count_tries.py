"""Count how many regular expressions each router tries for one path."""

import re
import sys

from steps.four_routers import ROUTERS, found, paths


class Counter:
    """Counts how often a compiled expression is asked."""

    def __init__(self):
        self.count = 0

    def watch(self, frame, event, called):
        """Called by the interpreter at each call (sys.setprofile)."""
        if event == "c_call" and called.__name__ in ("match", "fullmatch", "search"):
            self.count += isinstance(called.__self__, re.Pattern)


def tries(match, asked):
    """Return how often a compiled expression is asked while the router searches."""
    counter = Counter()
    sys.setprofile(counter.watch)
    found(match, asked)
    sys.setprofile(None)
    return counter.count


def main():
    print(f"{'routes':>23} {'first':>7} {'last':>7} {'none':>7}")
    for name, make in ROUTERS.items():
        for count in (10, 100, 1000):
            match = make(count)
            asked = paths(name, count).values()
            found(
                match, "/nothing/7"
            )  # some routers prepare themselves when first asked
            counts = "".join(f"{tries(match, path):8}" for path in asked)
            print(f"{name:17} {count:5}{counts}")


if __name__ == "__main__":
    main()

"""A field log on a library: this program has the loop and calls the library."""

import sys

from field_library import parse

total = 0
for line in sys.stdin:
    species, count = parse(line)
    total += count
    print(f"{count} x {species}, {total} animals so far")

"""A library for a field log: it has a function that understands one line."""


def parse(line):
    """Return species and count of a line such as "heron 2"."""
    species, _, count = line.strip().rpartition(" ")
    if not species or not count.isdecimal():
        raise ValueError(f'"{line.strip()}" is no species and count')
    return species, int(count)

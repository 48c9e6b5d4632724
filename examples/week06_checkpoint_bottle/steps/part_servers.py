"""Who listens."""

import textwrap

import bottle

if __name__ == "__main__":
    names = sorted(bottle.server_names)
    print(f"Bottle has adapters for {len(names)} servers:")
    print(textwrap.fill(", ".join(names), 70))
    print("The one that it takes:", bottle.server_names["wsgiref"].__name__)

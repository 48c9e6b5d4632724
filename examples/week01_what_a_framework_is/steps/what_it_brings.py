"""Say what a package needs, by its own metadata; extras are left out."""

import re
import sys
import textwrap
from importlib.metadata import metadata, requires

for package in sys.argv[1:]:
    needed = [line for line in requires(package) or [] if "extra ==" not in line]
    names = sorted(re.match(r"[\w.-]+", line)[0] for line in needed)
    print(package, "needs Python", metadata(package)["Requires-Python"], "and:")
    print(textwrap.indent(textwrap.fill(", ".join(names), 70), "    "))

"""Ask a server for one address, and print what comes back."""

import sys
from urllib.request import urlopen

print(urlopen(sys.argv[1]).read().decode())

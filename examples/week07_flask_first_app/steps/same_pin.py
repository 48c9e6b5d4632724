"""Make the PIN of one application in two processes, and compare."""

import re
import subprocess
import sys

MAKE = """
from steps.broken import app
from werkzeug.debug import get_pin_and_cookie_name
print(get_pin_and_cookie_name(app)[0])
"""
pins = [
    subprocess.check_output([sys.executable, "-c", MAKE], text=True) for _ in range(2)
]
shape = re.sub("[0-9]", "#", pins[0].strip())
print(f"Debugger PIN: {shape}, and the same after a restart: {pins[0] == pins[1]}")

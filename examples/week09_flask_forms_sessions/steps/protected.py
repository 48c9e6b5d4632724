"""The same log, and each of its forms must bring what the other site does not know."""

from flask_wtf import CSRFProtect
from unprotected import app

CSRFProtect(app)

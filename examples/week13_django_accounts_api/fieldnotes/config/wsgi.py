"""The WSGI application, for Gunicorn and other servers."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"fieldnotes: {error}")

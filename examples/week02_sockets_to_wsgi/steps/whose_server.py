"""Name the classes behind `flask run` and `manage.py runserver`, most special first."""

from django.core.servers.basehttp import ThreadedWSGIServer as DjangoServer
from werkzeug.serving import ThreadedWSGIServer as FlaskServer

for command, server in {
    "flask run": FlaskServer,
    "manage.py runserver": DjangoServer,
}.items():
    print(command)
    for cls in server.__mro__[:-1]:  # the last is object
        print(f"    {cls.__module__}.{cls.__qualname__}")

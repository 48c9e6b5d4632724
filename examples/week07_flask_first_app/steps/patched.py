"""What gevent's monkey patching puts in the place of what."""

import threading
import time

from gevent import monkey

print(f"before: {time.sleep!r}")
ident = threading.get_ident.__module__
monkey.patch_all()
print(f"after: time.sleep of {time.sleep.__module__}")
print(f"get_ident: of {ident} before, of {threading.get_ident.__module__} after")

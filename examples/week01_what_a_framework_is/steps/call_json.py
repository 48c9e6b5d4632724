"""You call a library, which calls back: who is on the stack?"""

import datetime
import json

from callers import print_callers


def as_text(value):
    print_callers()
    return value.isoformat()


print(json.dumps({"seen_on": datetime.date(2026, 5, 31)}, default=as_text))

"""Print the calls that one query makes on its way through roost."""

import sys

from fieldnotes.models import Sighting
from steps.notebook import notebook

depth = 0


def watch(frame, event, argument):
    """Called by the interpreter at each call and return (sys.setprofile)."""
    global depth
    name, module = frame.f_code.co_qualname, frame.f_globals["__name__"]
    ours = module.startswith("roost") and "<" not in name
    if event == "call" and ours:
        print("  " * depth + f"{name}  ({module})")
        depth += 1
    elif event == "return" and ours:
        depth -= 1
    elif event == "c_call" and argument.__name__ in ("execute", "fetchall"):
        print("  " * depth + f"{argument.__qualname__}  (sqlite3)")


if __name__ == "__main__":
    with notebook(1) as database, database.session() as session:
        sys.setprofile(watch)
        owl = session.select(Sighting).where(Sighting.id == 1).first()
        sys.setprofile(None)
        print(vars(owl).keys())
        print("owl.observer sends a statement of its own:", owl.observer)

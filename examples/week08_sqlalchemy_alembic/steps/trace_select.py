"""Print the calls between a query and its driver, and those of a flush."""

import sys
from types import BuiltinFunctionType, FrameType

from sqlalchemy import select
from sqlalchemy.orm import Session
from steps.models import Sighting
from steps.notes import fill, fresh_engine

SHOWN = {
    "Session.scalars",
    "Session._autoflush",
    "Session._connection_for_bind",
    "_AbstractORMCompileState.orm_execute_statement",
    "Connection.begin",
    "Connection.execute",
    "ClauseElement._compile_w_cache",
    "SQLCompiler.__init__",
    "DefaultDialect.do_execute",
    "instances",
    "_instance_processor.<locals>._instance",
    "_populate_full",
    "Session.flush",
    "UOWTransaction.execute",
    "_SaveUpdateAll.execute",
    "_save_obj",
    "_collect_update_commands",
    "_emit_update_statements",
}
depth = 0


def watch(frame: FrameType, event: str, called: BuiltinFunctionType | None) -> None:
    """Called by the interpreter at each call and return (sys.setprofile)."""
    global depth
    name, module = frame.f_code.co_qualname, frame.f_globals.get("__name__")
    if event == "call" and name in SHOWN:
        print("  " * depth + f"{name}  ({module})")
        depth += 1
    elif event == "return" and name in SHOWN:
        depth -= 1
    elif event == "c_call" and called.__qualname__ == "Cursor.execute":
        print("  " * depth + "Cursor.execute  (sqlite3)")


if __name__ == "__main__":
    engine = fresh_engine()
    fill(engine, 1)
    with Session(engine) as session:
        query = select(Sighting).where(Sighting.count == 1)
        sys.setprofile(watch)
        (owl,) = session.scalars(query)
        sys.setprofile(None)
        print()
        owl.count = 2
        sys.setprofile(watch)
        session.flush()
        sys.setprofile(None)
    engine.dispose()

"""The five states of an object, and what moves it from one to the next."""

from sqlalchemy import inspect
from sqlalchemy.orm import Session
from steps.models import User
from steps.notes import fresh_engine, show_sql

STATES = "transient", "pending", "persistent", "deleted", "detached"


def state(instance: object) -> str:
    return next(name for name in STATES if getattr(inspect(instance), name))


def main() -> None:
    engine = fresh_engine()
    show_sql(engine)
    with Session(engine) as session:
        miriam = User(name="miriam")
        print("User(...)         ", state(miriam))
        session.add(miriam)
        print("session.add       ", state(miriam))
        session.flush()
        print("session.flush     ", state(miriam))
        session.commit()
        print("session.commit    ", state(miriam))
        session.delete(miriam)
        print("session.delete    ", state(miriam))
        session.flush()
        print("session.flush     ", state(miriam))
        session.rollback()
        print("session.rollback  ", state(miriam))
    print("end of the session", state(miriam))
    with Session(engine) as another:
        another.add(miriam)
        print("another.add       ", state(miriam))
    engine.dispose()


if __name__ == "__main__":
    main()

"""Print who saw what in three ways, and count the statements."""

from sqlalchemy import Select, event, select
from sqlalchemy.orm import Session, joinedload, selectinload
from steps.models import Sighting
from steps.notes import fill, fresh_engine

WAYS = {
    "lazy": select(Sighting),
    "selectinload": select(Sighting).options(selectinload(Sighting.observer)),
    "joinedload": select(Sighting).options(joinedload(Sighting.observer)),
}


def names(session: Session, query: Select) -> list[str]:
    return [sighting.observer.name for sighting in session.scalars(query)]


def main() -> None:
    engine = fresh_engine()
    fill(engine, sightings=100, users=100)
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    for way, query in WAYS.items():
        sent.clear()
        with Session(engine) as session:
            names(session, query)
        print(f"{way}: {len(sent)} statements")
        print("    the last:", " ".join(sent[-1].split("FROM")[1].split())[:66])
    engine.dispose()


if __name__ == "__main__":
    main()

"""Store, read, change and delete objects, and show what is sent."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from steps.models import Sighting, User
from steps.notes import fresh_engine, show_sql

DAY = date(2026, 5, 31)


def main() -> None:
    engine = fresh_engine()
    show_sql(engine)
    with Session(engine) as session:
        miriam = User(name="miriam")
        owl = Sighting(species="Barn Owl", count=2, place="ely/meadow", seen_on=DAY)
        owl.observer = miriam
        session.add(owl)
        print("added: nothing sent yet")
        session.commit()
        owl.count = 3
        session.commit()
        many = select(Sighting).where(Sighting.count > 2)
        found = session.scalars(many).one()
        print("->", found is owl, found.observer.name)
        session.delete(owl)
        session.commit()
        print("->", session.scalar(select(func.count(Sighting.id))))
    engine.dispose()


if __name__ == "__main__":
    main()

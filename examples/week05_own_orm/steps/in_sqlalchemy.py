"""The same table and the same query in SQLAlchemy."""

from datetime import date

from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Observer(Base):
    __tablename__ = "observers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Sighting(Base):
    __tablename__ = "sightings"

    id: Mapped[int] = mapped_column(primary_key=True)
    species: Mapped[str]
    count: Mapped[int]
    seen_on: Mapped[date] = mapped_column(index=True)
    observer_id: Mapped[int] = mapped_column(ForeignKey("observers.id"))
    observer: Mapped[Observer] = relationship()


if __name__ == "__main__":
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    many = (Sighting.count > 2) & Sighting.species.contains("owl")
    print(many)
    print(many.compile().params)
    with Session(engine) as session:
        miriam = Observer(name="miriam")
        day = date(2026, 5, 31)
        session.add(Sighting(species="Owl", count=3, seen_on=day, observer=miriam))
        session.commit()
        owl = session.scalars(select(Sighting).where(many)).one()
        print("one object:", session.get(Sighting, owl.id) is owl)
    print(Sighting.count > 3 and Sighting.species == "Owl")

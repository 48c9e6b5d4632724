"""The observer of a sighting is asked for when the session has gone."""

from sqlalchemy.orm import Session
from steps.models import Sighting
from steps.notes import fill, fresh_engine

if __name__ == "__main__":
    engine = fresh_engine()
    fill(engine, 1)
    with Session(engine) as session:
        owl = session.get(Sighting, 1)
    print(owl.species)
    print(owl.observer)

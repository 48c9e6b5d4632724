"""Two sightings from before the migrations, in the database of Fieldnotes."""

from datetime import date

from fieldnotes.database import make_engine, url
from sqlalchemy.orm import Session
from steps.models import Sighting, User


def main() -> None:
    engine = make_engine(url())
    with Session(engine) as session:
        miriam, owen = User(name="miriam"), User(name="owen")
        for species, day, observer in [
            ("Barn Owl", date(2026, 5, 30), miriam),
            ("Wren", date(2026, 5, 31), owen),
        ]:
            session.add(
                Sighting(
                    species=species,
                    count=1,
                    place="ely",
                    seen_on=day,
                    observer=observer,
                )
            )
        session.commit()
    engine.dispose()


if __name__ == "__main__":
    main()

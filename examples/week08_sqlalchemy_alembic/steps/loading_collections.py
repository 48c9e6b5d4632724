"""Load the sightings of each user, and refuse what was not loaded."""

from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload
from steps.models import User
from steps.notes import fill, fresh_engine, show_sql


def main() -> None:
    engine = fresh_engine()
    fill(engine, sightings=4, users=2)
    joined = select(User).options(joinedload(User.sightings))
    with Session(engine) as session:
        rows = session.execute(joined).unique().all()
        sent = session.connection().execute(joined).all()
        print(len(rows), "users from", len(sent), "rows")
    show_sql(engine)
    with Session(engine) as session:
        users = select(User).options(selectinload(User.sightings))
        for user in session.scalars(users):
            print(user.name, len(user.sightings))
    with Session(engine) as session:
        user = session.scalars(select(User).options(raiseload("*")).limit(1)).one()
        try:
            print(user.sightings)
        except InvalidRequestError as error:
            print(error)
    engine.dispose()


if __name__ == "__main__":
    main()

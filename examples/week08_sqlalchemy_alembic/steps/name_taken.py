"""A name that is taken, and a session that goes on as if nothing had happened."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from steps.models import User
from steps.notes import fill, fresh_engine

if __name__ == "__main__":
    engine = fresh_engine()
    fill(engine, 1)
    with Session(engine) as session:
        session.add(User(name="user0"))
        try:
            session.commit()
        except IntegrityError as error:
            print(error.orig)
        print(session.scalar(select(func.count(User.id))))

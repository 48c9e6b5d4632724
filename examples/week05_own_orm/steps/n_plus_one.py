"""Print who saw what, one query a row, and count the queries."""

from fieldnotes.models import Observer, Sighting
from roost import Session
from steps.notebook import notebook


def names(session: Session) -> list[str]:
    return [sighting.observer.name for sighting in session.select(Sighting).all()]


def names_read_together(session: Session) -> list[str]:
    session.select(Observer).all()  # the session keeps them
    return names(session)


def main() -> None:
    with notebook(100) as database:
        for work in names, names_read_together:
            with database.session() as session:
                sent: list[str] = []
                session.connection.set_trace_callback(sent.append)
                work(session)
                session.connection.set_trace_callback(None)
                print(f"{work.__name__}: {len(sent)} statements")
                print("    the last:", sent[-1][:64])


if __name__ == "__main__":
    main()

"""One row, one object; and what somebody else writes meanwhile."""

from fieldnotes.models import Sighting
from steps.notebook import notebook


def main() -> None:
    with notebook(1) as database, database.session() as mine:
        owl = mine.get(Sighting, 1)
        print("one object:", mine.select(Sighting).first() is owl)
        with database.session() as yours, yours.transaction():
            same_row = yours.get(Sighting, 1)
            same_row.count = 5
            yours.update(same_row)
        print("read again:", mine.select(Sighting).first().count)
        with mine.transaction():
            print("in a transaction:", mine.get(Sighting, 1).count)
            print("the old object:", owl.count)


if __name__ == "__main__":
    main()

"""Print the tables as the database has them, whatever the classes say."""

from fieldnotes.database import make_engine, url
from sqlalchemy import MetaData, select


def main() -> None:
    engine = make_engine(url())
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            print(f"{table.name} ({', '.join(table.columns.keys())})")
            for row in connection.execute(select(table)):
                print("   ", *row)
    engine.dispose()


if __name__ == "__main__":
    main()

"""Print the statements that make the tables, for two databases."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable
from steps.models import Sighting

if __name__ == "__main__":
    for dialect in sqlite.dialect(), postgresql.dialect():
        print(f"-- {dialect.name}")
        print(str(CreateTable(Sighting.__table__).compile(dialect=dialect)).strip())

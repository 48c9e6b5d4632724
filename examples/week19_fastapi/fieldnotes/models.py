"""The tables."""

from datetime import UTC, date, datetime

from sqlalchemy import DateTime, TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator):
    """A moment, kept as UTC: SQLite has no type with a time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return value.replace(tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class Account(SQLModel, table=True):
    username: str = Field(primary_key=True, max_length=30)
    password_hash: str | None = None  # None: nobody can log in


class Sighting(SQLModel, table=True):
    # Without it SQLite gives the number of the last sighting, once deleted, again.
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    species: str = Field(max_length=80)
    count: int
    place: str = Field(index=True)
    seen_on: date = Field(index=True)
    notes: str = ""
    observer: str = Field(foreign_key="account.username")
    photo: str | None = Field(default=None, unique=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)

    @property
    def url(self) -> str:
        return f"/api/sightings/{self.id}"

    @property
    def photo_url(self) -> str | None:
        return f"/photos/{self.photo}" if self.photo else None


class Token(SQLModel, table=True):
    digest: str = Field(primary_key=True)
    username: str = Field(foreign_key="account.username")
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Report(SQLModel, table=True):
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(foreign_key="account.username")
    status: str = "queued"
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    result: str | None = None

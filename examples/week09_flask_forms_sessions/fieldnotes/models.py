"""The tables: users, their sightings, and the tokens of their programs."""

from datetime import UTC, date, datetime

from flask_login import UserMixin
from sqlalchemy import DateTime, Dialect, ForeignKey, Index, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, kept as UTC without an offset, since SQLite would lose the offset."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class Base(DeclarativeBase):
    """What all tables have in common: their metadata."""


class User(UserMixin, Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(30), unique=True)
    password_hash: Mapped[str]


class Sighting(Base):
    __tablename__ = "sightings"
    __table_args__ = (
        Index("sightings_newest_first", "seen_on", "id"),
        # Otherwise SQLite gives the id of a deleted last row to the next one.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    species: Mapped[str] = mapped_column(String(80))
    count: Mapped[int]
    place: Mapped[str]
    seen_on: Mapped[date]
    notes: Mapped[str] = mapped_column(String(2000))
    observer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    photo: Mapped[str | None]  # the name of a file in the folder of photos
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    observer: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Token(Base):
    """A token of the API. The token itself is known to its owner only."""

    __tablename__ = "tokens"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

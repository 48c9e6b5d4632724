"""Making, changing and deleting sightings, by whatever way the wish came."""

from typing import Any

from sqlmodel import Session, delete, update

from . import database
from .models import Account, Sighting
from .schemas import SightingCreate
from .settings import settings


def create_sighting(
    session: Session, user: Account, values: SightingCreate
) -> Sighting:
    if not database.SQLITE:
        # Who reads "all after id 7" must not see 9 before 8 is there. SQLite has one
        # writer at a time; PostgreSQL gives numbers to many, who end in any order.
        database.lock(session.connection())
    sighting = Sighting(**values.model_dump(), observer=user.username)
    session.add(sighting)
    session.commit()
    return sighting


def change_sighting(
    session: Session, sighting_id: int, values: dict[str, Any]
) -> Sighting | None:
    """Write these columns and no others; return None if the sighting has gone."""
    change = (
        update(Sighting)
        .where(Sighting.id == sighting_id)
        .values(values)
        .returning(Sighting)
        .execution_options(populate_existing=True)
    )
    changed = session.exec(change).scalars().one_or_none()
    session.commit()
    return changed


def delete_sighting(session: Session, sighting_id: int) -> bool:
    """Delete it and its photo; return False if somebody else has done so."""
    gone = delete(Sighting).where(Sighting.id == sighting_id).returning(Sighting.photo)
    photos = session.exec(gone).scalars().all()
    session.commit()
    for photo in filter(None, photos):
        (settings.photos / photo).unlink(missing_ok=True)
    return len(photos) == 1

"""A photo for a sighting: taken in with distrust, and served."""

from flask import Blueprint, Response, abort, redirect, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from sqlalchemy import select, update

from fieldnotes import storage
from fieldnotes.database import get_session
from fieldnotes.forms import PhotoForm
from fieldnotes.images import sniff
from fieldnotes.models import Sighting
from fieldnotes.pages import show_sighting
from fieldnotes.queries import own_sighting
from fieldnotes.settings import MIB

MAX_PIXELS = 40_000_000  # 160 MB unpacked

blueprint = Blueprint("photos", __name__)


@blueprint.post("/sightings/<id:sighting_id>/photo")
@login_required
def upload(sighting_id: int) -> ResponseReturnValue:
    sighting = own_sighting(sighting_id, current_user)
    form = PhotoForm()
    if form.validate_on_submit():
        content = form.photo.data.read(MIB + 1)
        if len(content) > MIB:
            abort(413, "A photo may have 1 MiB.")
        image = sniff(content)
        if image is None:
            form.photo.errors.append("This is no PNG and no JPEG.")
        elif image.width * image.height > MAX_PIXELS:
            form.photo.errors.append("This has more than 40 million pixels.")
        else:
            set_photo(sighting_id, storage.keep(content, image))
            return redirect(url_for("pages.sighting", sighting_id=sighting_id), 303)
    return show_sighting(sighting, form), 422


def set_photo(sighting_id: int, name: str) -> None:
    """Name the new photo in the database, and then remove the old one's file."""
    session = get_session()
    this = update(Sighting).where(Sighting.id == sighting_id)
    # A change that changes nothing locks the row, on SQLite too, and tells the photo
    # it has: of two uploads at the same time, each removes the file it replaces.
    locked = this.values(photo=Sighting.photo).returning(Sighting.photo)
    try:
        old = session.scalars(locked).all()
        session.execute(this.values(photo=name))
        session.commit()
    except Exception:
        storage.remove(name)
        raise
    if not old:
        storage.remove(name)
        abort(404)
    storage.remove(old[0])


@blueprint.get("/photos/<name>")
def photo(name: str) -> Response:
    # Only a name from the database leads to a file. (PostgreSQL cannot look for a NUL.)
    if "\0" in name:
        abort(404)
    known = get_session().scalar(select(Sighting.photo).where(Sighting.photo == name))
    if known is None:
        abort(404)
    media_type = "image/png" if known.endswith(".png") else "image/jpeg"
    return send_from_directory(storage.folder(), known, mimetype=media_type)

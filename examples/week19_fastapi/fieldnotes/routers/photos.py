"""One photo for each sighting."""

import secrets
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session, select
from starlette.datastructures import UploadFile

from ..database import SessionDep
from ..dependencies import OwnSighting
from ..form_data import FormDep
from ..images import Image, sniff
from ..middleware import MEGABYTE
from ..models import Sighting
from ..settings import settings
from ..templating import templates
from ..writing import change_sighting

MAX_PIXELS = 40_000_000
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg"}

router = APIRouter(include_in_schema=False)


@router.post("/sightings/{sighting_id}/photo")
def store(
    request: Request, form: FormDep, sighting: OwnSighting, session: SessionDep
) -> Response:
    def refuse(status: int, text: str) -> Response:
        context = {"sighting": sighting, "errors": {"photo": text}}
        return templates.TemplateResponse(request, "sighting.html", context, status)

    photo = form.get("photo")
    if not isinstance(photo, UploadFile):
        return refuse(422, "Choose a file.")
    if photo.size > MEGABYTE:
        return refuse(413, "A photo has at most 1 MiB.")
    content = photo.file.read()
    image = sniff(content)
    if image is None:
        return refuse(422, "This is neither a PNG nor a JPEG.")
    if image.width * image.height > MAX_PIXELS:
        return refuse(422, "A photo has at most 40 million pixels.")
    if not keep(session, sighting, image, content):
        raise HTTPException(404, "There is no such sighting any more.")
    return RedirectResponse(f"/sightings/{sighting.id}", 303)


def keep(session: Session, sighting: Sighting, image: Image, content: bytes) -> bool:
    """Write the file first, then its name; return False if the sighting has gone."""
    old, new = sighting.photo, secrets.token_hex(16) + image.suffix
    file = settings.photos / new
    kept = False
    try:
        file.write_bytes(content)
        kept = change_sighting(session, sighting.id, {"photo": new}) is not None
    finally:
        if not kept:
            file.unlink(missing_ok=True)
    if kept and old:
        (settings.photos / old).unlink(missing_ok=True)
    return kept


@router.get("/photos/{name}")
def show(
    name: Annotated[str, Path(pattern=r"^[0-9a-f]{32}\.(png|jpg)$")],
    session: SessionDep,
) -> Response:
    known = session.exec(select(Sighting.id).where(Sighting.photo == name)).first()
    try:
        # Somebody may replace it right now.
        content = (settings.photos / name).read_bytes() if known else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise HTTPException(404, "There is no such photo.")
    return Response(content, media_type=MEDIA_TYPES[name[-3:]])

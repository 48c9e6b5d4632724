"""The JSON API, as openapi.json describes it."""

import re

from flask import Blueprint, Response, g, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from fieldnotes import queries, weeks
from fieldnotes.accounts import find_user
from fieldnotes.database import get_session
from fieldnotes.errors import Invalid
from fieldnotes.forms import SightingForm
from fieldnotes.json_body import read_form, read_texts
from fieldnotes.models import Sighting
from fieldnotes.tokens import issue, token_required, unauthorized

blueprint = Blueprint("api", __name__)


@blueprint.get("/openapi.json")
def description() -> Response:
    return send_from_directory(blueprint.root_path, "openapi.json")


@blueprint.post("/api/tokens")
def create_token() -> ResponseReturnValue:
    user = find_user(*read_texts("username", "password"))
    if user is None:
        unauthorized("There is no account with this name and password.")
    token, expires_at = issue(user)
    return {"token": token, "expires_at": expires_at.isoformat()}, 201


@blueprint.get("/api/sightings")
def list_sightings() -> ResponseReturnValue:
    filters = asked_filters()
    number, per_page = asked_number("page", 1), asked_number("per_page", 20)
    if per_page > 100:
        raise Invalid({"per_page": ["This is at most 100."]})
    page = queries.page_of(filters, number, per_page)
    following = filters | {"page": number + 1, "per_page": per_page}
    return {
        "items": [as_json(sighting) for sighting in page.items],
        "page": number,
        "per_page": per_page,
        "total": page.total,
        "next": url_for("api.list_sightings", **following) if page.has_next else None,
    }


@blueprint.post("/api/sightings")
@token_required
def create_sighting() -> ResponseReturnValue:
    sighting = Sighting(observer=g.user)
    read_form(SightingForm).populate_obj(sighting)
    session = get_session()
    session.add(sighting)
    session.commit()
    made = as_json(sighting)
    return made, 201, {"Location": made["url"]}


@blueprint.get("/api/sightings/<id:sighting_id>")
def get_sighting(sighting_id: int) -> ResponseReturnValue:
    return as_json(queries.get_sighting(sighting_id))


@blueprint.patch("/api/sightings/<id:sighting_id>")
@token_required
def change_sighting(sighting_id: int) -> ResponseReturnValue:
    sighting = queries.own_sighting(sighting_id, g.user)
    # The session writes the columns that differ from what it has read, and no others.
    read_form(SightingForm, partial=True).populate_obj(sighting)
    get_session().commit()
    return as_json(sighting)


@blueprint.delete("/api/sightings/<id:sighting_id>")
@token_required
def delete_sighting(sighting_id: int) -> ResponseReturnValue:
    queries.own_sighting(sighting_id, g.user)
    queries.delete_sighting(sighting_id)
    return "", 204


@blueprint.get("/api/stats/weekly")
def weekly() -> ResponseReturnValue:
    return {"items": weeks.weekly(asked_filters())}


def as_json(sighting: Sighting) -> dict[str, object]:
    photo = sighting.photo
    return {
        "id": sighting.id,
        "species": sighting.species,
        "count": sighting.count,
        "place": sighting.place,
        "seen_on": sighting.seen_on.isoformat(),
        "notes": sighting.notes,
        "observer": sighting.observer.username,
        "photo_url": url_for("photos.photo", name=photo) if photo else None,
        "created_at": sighting.created_at.isoformat(),
        "url": url_for("api.get_sighting", sighting_id=sighting.id),
    }


def asked_filters() -> dict[str, str]:
    """Return the filters of the query that have a value."""
    names = ("species", "place")
    return {name: request.args[name] for name in names if request.args.get(name)}


def asked_number(name: str, default: int) -> int:
    text = request.args.get(name, str(default))
    # Python refuses to convert more than 4300 digits.
    if not re.fullmatch("0*[1-9][0-9]{0,999}", text):
        raise Invalid({name: ["This must be a whole number from 1 on."]})
    return int(text)

"""What a visitor may read: the lists and single sightings."""

import re

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldnotes.queries import Page, get_sighting, page_of, places_below

blueprint = Blueprint("pages", __name__)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    return "ok", {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/")
def index() -> ResponseReturnValue:
    return redirect(url_for("pages.sightings"))


@blueprint.get("/sightings")
def sightings() -> str:
    filters = {name: request.args.get(name, "") for name in ("species", "place")}
    return render_template("sightings.html", page=asked_page(filters), filters=filters)


@blueprint.get("/places/<place:path>")
def place(path: str) -> str:
    page = asked_page({"species": "", "place": path})
    if not page.total:
        abort(404)
    below = places_below(path)
    return render_template("place.html", page=page, place=path, below=below)


@blueprint.get("/sightings/<id:sighting_id>")
def sighting(sighting_id: int) -> str:
    return render_template("sighting.html", sighting=get_sighting(sighting_id))


def asked_page(filters: dict[str, str]) -> Page:
    """Return the page that the query asks for; one that is not there is 404."""
    number = request.args.get("page", "1")
    if not re.fullmatch("0*[1-9][0-9]{0,8}", number):
        abort(404)
    return page_of(filters, int(number))

"""Fieldnotes on Bottle: the application, and what it answers."""

import sys
from datetime import UTC, date, datetime

from bottle import (
    Bottle,
    HTTPError,
    HTTPResponse,
    abort,
    request,
    response,
    static_file,
)
from fieldnotes.forms import SightingForm
from fieldnotes.guards import form_fields, guard
from fieldnotes.listing import directly_below, listing
from fieldnotes.models import Sighting, at_or_below, observer_named
from fieldnotes.pages import EDIT, HERE, NEW, error_page, failure, page, see
from fieldnotes.sessions import Sessions
from fieldnotes.settings import Settings
from roost import Database, Session

OBSERVER = "guest"
"""Who sees everything, as long as there are no accounts."""

ERRORS = (400, 403, 404, 405, 411, 413, 415, 503)
"""The statuses that have a page of this site."""


def create_app(settings: Settings | None = None) -> Bottle:
    """Return the application; its settings are those of the environment by default."""
    settings = settings or Settings.read()
    if not settings.database_file.exists():
        sys.exit(
            f"{settings.database_file} does not exist: make it with "
            "`python -m fieldnotes init`, or with `load FILE` in place of `init`"
        )
    app = Bottle()
    app.config["fieldnotes.today"] = settings.today
    app.install(Sessions(Database(settings.database_file)))
    guard(app)
    for code in ERRORS:
        app.error(code, error_page)
    app.error(500, failure)
    add_routes(app)
    return app


def add_routes(app: Bottle) -> None:
    """Say which handler answers which path."""
    # Bottle's own filter `int` takes -7, and more digits than the database.
    app.router.add_filter("key", lambda _: ("0|[1-9][0-9]{0,17}", int, str))
    app.get("/healthz", callback=healthz)
    app.get("/static/<path:path>", callback=static, name="static")
    app.get("/", callback=home)
    app.get("/sightings", callback=sightings, name="sightings")
    app.get("/places/<path:path>", callback=place, name="place")
    app.get("/sightings/new", callback=new_form, name="new")
    app.post("/sightings/new", callback=new)
    app.get("/sightings/<id:key>", callback=sighting, name="sighting")
    app.get("/sightings/<id:key>/edit", callback=edit_form, name="edit")
    app.post("/sightings/<id:key>/edit", callback=edit)
    app.post("/sightings/<id:key>/delete", callback=delete, name="delete")


def today() -> date:
    """Return the day by which ``seen_on`` is judged."""
    return request.app.config["fieldnotes.today"]()


def find(session: Session, id: int) -> Sighting:
    """Return a sighting, or answer 404."""
    found = session.get(Sighting, id)
    if found is None:
        abort(404, "There is no such sighting.")
    return found


def healthz() -> str:
    response.content_type = "text/plain; charset=utf-8"
    return "ok"


def static(path: str) -> HTTPResponse | HTTPError:
    return static_file(path, root=HERE / "static")


def home() -> HTTPResponse:
    return see("sightings")


def sightings(session: Session) -> str:
    return page("list", listing=listing(session.select(Sighting)))


def place(session: Session, path: str) -> str:
    query = session.select(Sighting).where(at_or_below(path))
    places = query.distinct(Sighting.place)
    if not places:
        abort(404, "Nothing was seen at this place.")
    children = directly_below(path, places)
    return page("place", place=path, children=children, listing=listing(query))


def sighting(session: Session, id: int) -> str:
    return page("sighting", sighting=find(session, id))


def new_form() -> str:
    return page("form", form=SightingForm({"seen_on": today()}), title=NEW)


def new(session: Session) -> str | HTTPResponse:
    form = SightingForm(form_fields())
    if not form.is_valid(today()):
        return page("form", 422, form=form, title=NEW)
    with session.transaction():
        made = Sighting(
            **form.values,
            observer=observer_named(session, OBSERVER),
            created_at=datetime.now(UTC).replace(microsecond=0),
        )
        session.add(made)
    return see("sighting", id=made.id)


def edit_form(session: Session, id: int) -> str:
    return page("form", form=SightingForm.of(find(session, id)), title=EDIT)


def edit(session: Session, id: int) -> str | HTTPResponse:
    find(session, id)
    form = SightingForm(form_fields())
    if not form.is_valid(today()):
        return page("form", 422, form=form, title=EDIT)
    with session.transaction():
        changed = find(session, id)  # again: it may be gone by now
        for name, value in form.values.items():
            setattr(changed, name, value)
        session.update(changed)
    return see("sighting", id=id)


def delete(session: Session, id: int) -> HTTPResponse:
    with session.transaction():
        session.delete(find(session, id))
    return see("sightings")

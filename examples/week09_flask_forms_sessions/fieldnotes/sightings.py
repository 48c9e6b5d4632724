"""What people do with their sightings: make, change and delete them."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from fieldnotes.database import get_session
from fieldnotes.forms import SightingForm
from fieldnotes.models import Sighting
from fieldnotes.queries import delete_sighting, own_sighting

blueprint = Blueprint("sightings", __name__)


@blueprint.route("/sightings/new", methods=["GET", "POST"])
@login_required
def new() -> ResponseReturnValue:
    form = SightingForm()
    if form.validate_on_submit():
        return save(form, Sighting(observer_id=current_user.id))
    return show(form, "New sighting")


@blueprint.route("/sightings/<id:sighting_id>/edit", methods=["GET", "POST"])
@login_required
def edit(sighting_id: int) -> ResponseReturnValue:
    sighting = own_sighting(sighting_id, current_user)
    # After an error the form has what was sent, also where that is nothing.
    form = SightingForm(obj=sighting if request.method == "GET" else None)
    if form.validate_on_submit():
        return save(form, sighting)
    return show(form, f"Change: {sighting.species}")


@blueprint.post("/sightings/<id:sighting_id>/delete")
@login_required
def delete(sighting_id: int) -> ResponseReturnValue:
    own_sighting(sighting_id, current_user)
    delete_sighting(sighting_id)
    return redirect(url_for("pages.sightings"), 303)


def save(form: SightingForm, sighting: Sighting) -> ResponseReturnValue:
    session = get_session()
    form.populate_obj(sighting)
    session.add(sighting)
    session.commit()
    return redirect(url_for("pages.sighting", sighting_id=sighting.id), 303)


def show(form: SightingForm, title: str) -> ResponseReturnValue:
    page = render_template("sighting_form.html", form=form, title=title)
    return page, 422 if form.errors else 200

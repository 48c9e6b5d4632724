"""Registration, login and logout."""

import re
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from ..database import SessionDep
from ..form_data import FormDep
from ..models import Account
from ..schemas import RegistrationForm
from ..security import PasswordHashDep, authenticate
from ..templating import messages, templates

router = APIRouter(include_in_schema=False)


def show_form(
    request: Request, title: str, values: Any = None, errors: dict | None = None
) -> Response:
    context = {"title": title, "values": values or {}, "errors": errors or {}}
    status = 422 if errors else 200
    return templates.TemplateResponse(request, "account.html", context, status)


@router.get("/register")
async def show_registration(request: Request) -> Response:
    return show_form(request, "Register")


@router.post("/register")
def register(
    request: Request, form: FormDep, hasher: PasswordHashDep, session: SessionDep
) -> Response:
    try:
        values = RegistrationForm.model_validate(dict(form))
    except ValidationError as error:
        return show_form(request, "Register", form, messages(error))
    hashed = hasher.hash(values.password)
    session.add(Account(username=values.username, password_hash=hashed))
    try:
        session.commit()
    except IntegrityError:
        taken = {"username": "Somebody else has this name."}
        return show_form(request, "Register", form, taken)
    return RedirectResponse("/login", 303)


@router.get("/login")
async def show_login(request: Request) -> Response:
    return show_form(request, "Log in")


@router.post("/login")
def log_in(
    request: Request, form: FormDep, hasher: PasswordHashDep, session: SessionDep
) -> Response:
    username, password = str(form.get("username", "")), str(form.get("password", ""))
    account = authenticate(session, hasher, username, password)
    if account is None:
        wrong = {"username": "The name or the password is wrong."}
        return show_form(request, "Log in", form, wrong)
    # What was in the session of somebody unknown does not go on into this one.
    request.session.clear()
    request.session["username"] = account.username
    return RedirectResponse(next_page(request), 303)


@router.post("/logout")
async def log_out(request: Request, form: FormDep) -> Response:
    request.session.clear()
    return RedirectResponse("/sightings", 303)


def next_page(request: Request) -> str:
    """Return the path that `next` asks for, if it is one of this site.

    A browser reads "//other.example" and "/\\other.example" as other sites, and drops
    tabs and line ends first, so only visible ASCII is let through.
    """
    target = request.query_params.get("next", "")
    return target if re.fullmatch(r"/(?![/\\])[!-~]*", target) else "/sightings"

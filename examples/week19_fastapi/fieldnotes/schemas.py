"""What comes in, and is judged by Pydantic; and what goes out."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import MISSING, BaseModel, BeforeValidator, Field, StringConstraints

from .fields import Count, Notes, Place, SeenOn, Species, Username, whole_number


class SightingCreate(BaseModel):
    species: Species
    count: Count
    place: Place
    seen_on: SeenOn
    notes: Notes = ""


class SightingForm(SightingCreate):
    """The same from a form, in which every value is a text."""

    count: Annotated[int, BeforeValidator(whole_number), Field(ge=1, le=9999)]


class SightingUpdate(BaseModel):
    """Only what is named; `null` is no value of any of them."""

    species: Species | MISSING = MISSING
    count: Count | MISSING = MISSING
    place: Place | MISSING = MISSING
    seen_on: SeenOn | MISSING = MISSING
    notes: Notes | MISSING = MISSING


class RegistrationForm(BaseModel):
    username: Username
    password: Annotated[str, StringConstraints(min_length=8, max_length=1000)]


class SightingPublic(BaseModel):
    id: int
    species: str
    count: int
    place: str
    seen_on: date
    notes: str
    observer: str
    photo_url: str | None
    created_at: datetime
    url: str


class Filters(BaseModel):
    species: str = ""
    place: str = ""


class SightingPage(BaseModel):
    items: list[SightingPublic]
    page: int
    per_page: int
    total: int
    next: str | None


class Week(BaseModel):
    week: str
    sightings: int
    count: int


class WeeklyStats(BaseModel):
    items: list[Week]


class Credentials(BaseModel):
    username: str
    password: Annotated[str, StringConstraints(max_length=1000)]


class TokenPublic(BaseModel):
    token: str
    expires_at: datetime


class ReportPublic(BaseModel):
    id: int
    status: Literal["queued", "running", "done", "failed"]
    url: str
    result_url: str | None

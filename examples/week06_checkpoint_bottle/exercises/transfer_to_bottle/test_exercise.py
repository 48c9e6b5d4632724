"""Ask the port what the contract asks, in small; the contract's suite has the rest."""

import sqlite3
from contextlib import closing
from datetime import date
from io import StringIO

import pytest

from harness.exercises import expect
from harness.rooms import importable

READ = "Fieldnotes, level L2"
PARTS = "What one has and the other does not"
FORM = {
    "species": "Grünfink",
    "count": "2",
    "place": "uk/wales",
    "seen_on": "2026-05-31",
}
ROW = "7,Wren,1,uk/england,2026-05-01,two <b>,ada,2026-05-01T08:00:00+00:00\n"


@pytest.fixture(autouse=True)
def pieces(room):
    """Have the pieces that stay imported, and the test client of perch."""
    with importable(room), importable(room / "ported"):
        yield


@pytest.fixture
def client(exercise, pieces, tmp_path, monkeypatch):
    """A client of the application with one sighting, of ada, whose id is 7."""
    from fieldnotes.load import HEAD, load
    from fieldnotes.models import TABLES
    from fieldnotes.settings import Settings
    from perch.testing import Client
    from roost import Database

    settings = Settings(tmp_path, date(2026, 6, 1))
    file = tmp_path / "sightings.csv"
    file.write_text(f"{HEAD}\n{ROW}")
    database = Database(settings.database_file)
    database.create(*TABLES)
    with database.session() as session:
        load(session, file)
    monkeypatch.setattr(exercise, "Database", lambda file: database)
    app, errors = exercise.create_app(settings), StringIO()
    client = Client(
        lambda environ, start: app(environ | {"wsgi.errors": errors}, start)
    )
    client.errors = errors
    yield client
    database.close()


def status(client, method, path, **headers):
    return client.send(method, path, b"", headers).status


def with_reason(client, status):
    """Return a status; behind 500, the last line that Bottle has written of it."""
    lines = client.errors.getvalue().split("\n")
    said = [line for line in lines if line.strip()][-1:]
    return " ".join([f"{status},", *said]) if status == 500 else status


@pytest.mark.parametrize(
    ("method", "path", "wanted", "hint"),
    [
        ("GET", "/healthz", 200, "leave it as it is"),
        ("GET", "/", 303, "leave it as it is"),
        ("GET", "/sightings", 200, "a handler gets its session from the plugin"),
        ("GET", "/sightings/7", 200, "find the sighting, and make its page"),
        ("GET", "/sightings/8", 404, "find() answers 404 if there is none"),
        ("GET", "/sightings/7%0A", 404, "the guard refuses odd paths"),
        (
            "GET",
            "/places/uk",
            200,
            "the sightings at and below the place, and children",
        ),
        ("GET", "/places/fr", 404, "a place at which nothing was seen is 404"),
        ("GET", "/static/fieldnotes.css", 200, "static_file(), and HERE / 'static'"),
        ("GET", "/static/../app.py", 403, "static_file() keeps visitors in the folder"),
        ("GET", "/sightings/7/delete", 405, "a deletion has a route for POST only"),
        ("GET", "/sightings/8/edit", 404, "find() answers 404 if there is none"),
        ("POST", "/sightings/8/edit", 404, "find() comes before the form is read"),
    ],
)
def test_status(client, method, path, wanted, hint):
    got = status(client, method, path)
    expect(
        got == wanted,
        f"{method} {path} is answered with {wanted}",
        hint=hint,
        read=READ,
        got=with_reason(client, got),
    )


def test_an_error_has_a_page_of_this_site(client):
    got = client.get("/sightings/8").text
    expect(
        "There is no such sighting." in got and 'class="name"' in got,
        "a 404 is answered with a page of this site that says what is missing",
        hint="app.error() takes a status and what makes its page, for each of ERRORS",
        read="Errors",
        got=got[:80],
    )


def test_each_error_has_a_page_of_this_site(client):
    json = {"Content-Type": "application/json"}
    answers = [
        client.get("/sightings/7/delete"),
        client.send("POST", "/sightings/new", b"{}", json),
        client.post("/sightings/7/delete", Sec_Fetch_Site="cross-site"),
    ]
    got = [(each.status, 'class="name"' in each.text) for each in answers]
    expect(
        got == [(405, True), (415, True), (403, True)],
        "each of ERRORS has a page of this site",
        hint="app.error() for each of them, and not for 404 alone",
        read="Errors",
        got=got,
    )


def test_the_page_of_a_place(client):
    client.post("/sightings/new", FORM | {"place": "fr"})
    text = client.get("/places/uk").text
    got = [name for name in ("Wren", "Grünfink", 'class="places"') if name in text]
    expect(
        got == ["Wren", 'class="places"'],
        "the page of a place has what was seen there, and the places one level below",
        hint="compare with place() in views.py: the query of the list, and the children",
        read=READ,
        got=got,
    )


def test_the_day_is_that_of_the_settings(client, exercise):
    client.get("/healthz")
    got = exercise.today()
    expect(
        got == date(2026, 6, 1),
        "today() is the day of the settings",
        hint="leave it as it is",
        read=READ,
        got=got,
    )


def test_without_a_database_it_does_not_start(exercise, pieces, tmp_path):
    from fieldnotes.settings import Settings

    with pytest.raises(SystemExit) as caught:
        exercise.create_app(Settings(tmp_path))
    expect(
        "does not exist: make it with" in str(caught.value),
        "without a database the start ends with one line",
        hint="leave it as it is",
        read=READ,
        got=str(caught.value),
    )


def test_a_page_has_what_was_written_as_text(client):
    got = client.get("/sightings/7").text
    expect(
        "two &lt;b&gt;" in got,
        "the page of a sighting shows its notes as text",
        hint="page() with the template sighting",
        read=READ,
        got=got[:80],
    )


def test_a_valid_form_makes_a_sighting_and_sends_the_browser_to_it(client):
    answer = client.post("/sightings/new", FORM | {"observer": "somebody"})
    expect(
        (answer.status, answer.headers["Location"]) == (303, "/sightings/8"),
        "a valid form is answered with 303 and the path of the new sighting",
        hint="see() with the name of the route, after the transaction",
        read=READ,
        got=(with_reason(client, answer.status), answer.headers["Location"]),
    )
    got = client.get("/sightings/8").text
    expect(
        "Grünfink" in got and "guest" in got,
        "the sighting is stored, of guest, in UTF-8",
        hint="form_fields() has decoded texts; the observer is observer_named() OBSERVER",
        read=READ,
        got=got[:80],
    )


@pytest.mark.parametrize("path", ["/sightings/new", "/sightings/7/edit"])
def test_a_form_that_is_not_valid_comes_back(client, path):
    answer = client.post(path, FORM | {"count": "0"})
    marked = answer.text.count('aria-invalid="true"')
    expect(
        (answer.status, marked, "Grünfink" in answer.text) == (422, 1, True),
        f"an invalid form sent to {path} is 422, has one error, and keeps what was typed",
        hint="page() takes the status as its second argument",
        read=READ,
        got=(with_reason(client, answer.status), marked),
    )


@pytest.mark.parametrize("path", ["/sightings/new", "/sightings/7/edit"])
def test_tomorrow_is_judged_by_the_day_of_the_settings(client, path):
    got = client.post(path, FORM | {"seen_on": "2026-06-02"}).status
    expect(
        got == 422,
        f"a form sent to {path} with the day after today() is 422",
        hint="is_valid() is given today(), and not the day of the clock",
        read=READ,
        got=with_reason(client, got),
    )


@pytest.mark.parametrize(
    ("path", "value", "hint"),
    [
        ("/sightings/new", "2026-06-01", "give SightingForm the day of today()"),
        ("/sightings/7/edit", "Wren", "SightingForm.of() has what a sighting has"),
    ],
)
def test_a_form_is_shown(client, path, value, hint):
    answer = client.get(path)
    expect(
        f'value="{value}"' in answer.text,
        f"{path} shows the form, with {value} in it",
        hint=hint,
        read=READ,
        got=with_reason(client, answer.status),
    )


def test_a_change_is_stored(client):
    answer = client.post("/sightings/7/edit", FORM)
    got = (answer.status, "Grünfink" in client.get("/sightings/7").text)
    expect(
        got == (303, True),
        "a valid edit is stored, and answered with 303",
        hint="find it again inside of the transaction, then session.update()",
        read=READ,
        got=got,
    )


def test_what_is_deleted_meanwhile_is_not_changed(
    client, exercise, tmp_path, monkeypatch
):
    judged = exercise.SightingForm.is_valid

    def deleted_meanwhile(form, today):
        with closing(sqlite3.connect(tmp_path / "fieldnotes.db")) as other, other:
            other.execute("DELETE FROM sightings")
        return judged(form, today)

    monkeypatch.setattr(exercise.SightingForm, "is_valid", deleted_meanwhile)
    got = client.post("/sightings/7/edit", FORM).status
    expect(
        got == 404,
        "an edit of a sighting that was deleted while its form was judged is 404",
        hint="inside of the transaction find() it again",
        read=READ,
        got=with_reason(client, got),
    )


def test_a_deletion_is_done_once(client):
    got = [client.post("/sightings/7/delete").status for _ in range(2)]
    expect(
        got == [303, 404],
        "the first deletion is 303 and the second 404",
        hint="session.delete(find(...)) in a transaction",
        read=READ,
        got=got,
    )


def test_what_is_no_form_is_refused(client):
    headers = {"Content-Type": "application/json"}
    answer = client.send("POST", "/sightings/new", b"species=Wren", headers)
    expect(
        answer.status == 415,
        "a body that is no form is 415",
        hint="form_fields(), and not request.forms",
        read=PARTS,
        got=answer.status,
    )


def test_a_page_of_another_site_cannot_delete(client):
    got = status(client, "POST", "/sightings/7/delete", sec_fetch_site="cross-site")
    expect(
        got == 403,
        "a POST that a page of another site has caused is 403",
        hint="guard(app)",
        read=PARTS,
        got=got,
    )


def test_every_answer_is_protected(client, monkeypatch):
    answers = [client.get("/healthz"), client.get("/nothing")]
    monkeypatch.setattr("roost.Session.select", None)
    answers.append(client.get("/sightings"))
    got = [(a.status, a.headers["X-Content-Type-Options"]) for a in answers]
    expect(
        got == [(200, "nosniff"), (404, "nosniff"), (500, "nosniff")],
        "a page, a 404 and a 500 have the headers that protect",
        hint="a hook is enough for two of them; what does app.error(500, ...) need?",
        read=PARTS,
        got=got,
    )

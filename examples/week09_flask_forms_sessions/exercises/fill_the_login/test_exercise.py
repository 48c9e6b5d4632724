"""Log in: as somebody, as nobody, and with a session from before."""

import logging
import secrets

import pytest
from flask_login import current_user
from werkzeug.security import generate_password_hash

from harness.exercises import expect

READ = "Logging in and out"
REFUSED = (422, "There is no account with this name and password.")


@pytest.fixture
def hashed(exercise, monkeypatch):
    """The hashes that were compared."""
    compared = []
    check = exercise.check_password_hash

    def noted(expected, password):
        compared.append(expected)
        if (
            expected is ...
        ):  # so that one place which is not filled in does not hide others
            return password == "at the weir"
        return check(expected, password)

    monkeypatch.setattr(exercise, "check_password_hash", noted)
    return compared


@pytest.fixture
def client(exercise, hashed):
    """A browser with something in its session."""
    app = exercise.make_app(
        {"ada": generate_password_hash("at the weir", "scrypt:1024:8:1")}
    )
    app.logger.setLevel(logging.CRITICAL)  # what stands as ... makes tracebacks
    app.add_url_rule("/", view_func=lambda: current_user.get_id() or "nobody")
    client = app.test_client()
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    return client


def test_who_has_the_password_is_logged_in(exercise, client):
    answer = client.post("/login", data={"name": "ada", "password": "at the weir"})
    who = client.get("/").text
    expect(
        (answer.status_code, who) == (303, exercise.User("ada").get_id()),
        "after the right password the session is ada's",
        hint="login_user() wants a User; the loader makes one from the id",
        read=READ,
        got=(answer.status_code, who[:80]),
    )


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_a_wrong_password_and_an_unknown_name_look_alike(client, name):
    answer = client.post("/login", data={"name": name, "password": "a guess"})
    got = (answer.status_code, answer.text[:80])
    expect(
        got == REFUSED,
        f"{name} with a wrong password gets {REFUSED}",
        hint="for a name that is not there, what can be compared instead?",
        read=READ,
        got=got,
    )


def test_an_unknown_name_costs_a_hash_too(client, hashed):
    client.post("/login", data={"name": "nobody", "password": "a guess"})
    expect(
        all(str(expected).startswith("scrypt:16384:8:5$") for expected in hashed),
        "an unknown name is compared with a hash that costs as much",
        hint="it stands at the top of the file",
        read=READ,
        got=hashed,
    )


def test_nothing_of_the_time_before_is_kept(client):
    unforeseen = secrets.token_hex(4)
    with client.session_transaction() as session:
        session[unforeseen] = "too"
    client.post("/login", data={"name": "ada", "password": "at the weir"})
    with client.session_transaction() as session:
        kept = sorted(session)
    expect(
        not {"planted", unforeseen} & set(kept) and "_user_id" in kept,
        "after the login, the session has the user and nothing of before",
        hint="one line before the login, one line for it",
        read=READ,
        got=kept,
    )


def test_a_refused_login_leaves_the_session_as_it_was(client):
    client.post("/login", data={"name": "ada", "password": "a guess"})
    with client.session_transaction() as session:
        kept = sorted(session)
    expect(
        kept == ["planted"],
        "a wrong password changes nothing in the session",
        hint="which of the lines are for those only whose password was right?",
        read=READ,
        got=kept,
    )


def test_an_account_that_is_gone_is_nobody(client):
    with client.session_transaction() as session:
        session["_user_id"] = "gone"
    who = client.get("/").text
    expect(
        who == "nobody",
        "the loader returns None for an id that nobody has",
        hint="the session may be older than the deletion of the account",
        read=READ,
        got=who[:80],
    )

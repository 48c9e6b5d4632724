"""Accounts, tested without a server."""

import re

import pytest

PASSWORD = "at the weir"


@pytest.fixture
def app(tmp_path):
    """The application with a database of its own, which is empty."""
    from fieldnotes import create_app
    from fieldnotes.models import Base

    app = create_app({"DATA": tmp_path, "MODE": "development"})
    engine = app.extensions["engine"]
    Base.metadata.create_all(engine)
    yield app
    engine.dispose()


@pytest.fixture
def client(app):
    """A browser that has not been here before."""
    return app.test_client()


@pytest.fixture
def miriam(client):
    """A browser in which miriam is logged in."""
    send(client, "/register", username="miriam", password=PASSWORD, again=PASSWORD)
    send(client, "/login", username="miriam", password=PASSWORD)
    return client


def send(client, path, **fields):
    """Fill in the form of a page, with its CSRF token, and send it."""
    token = re.search('name="csrf_token" .*?value="([^"]+)"', client.get(path).text)[1]
    return client.post(path, data=fields | {"csrf_token": token})


def test_a_stranger_is_sent_to_the_login(client):
    answer = client.get("/sightings/new")
    assert answer.location == "/login?next=%2Fsightings%2Fnew"


def test_who_is_logged_in_may_write(miriam):
    assert miriam.get("/sightings/new").status_code == 200


def test_a_wrong_password_is_refused_in_the_form(client):
    answer = send(client, "/login", username="miriam", password="at the mill")
    assert answer.status_code == 422
    assert "There is no account with this name and password." in answer.text


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https:evil"])
def test_next_does_not_lead_off_the_site(client, miriam, target):
    miriam.post("/logout")
    answer = send(client, f"/login?next={target}", username="miriam", password=PASSWORD)
    assert answer.location == "/sightings"


def test_a_form_without_its_token_is_refused(miriam):
    answer = miriam.post("/logout")
    assert answer.status_code == 400
    assert "The CSRF token is missing." in answer.text

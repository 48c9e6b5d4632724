"""Unit tests of perch and Fieldnotes: python -m unittest tests"""

import unittest
from pathlib import Path

import perch
from fieldnotes.app import app
from perch import HTTPError, RouteError, Routes
from perch.testing import Client


def handler(request, **parameters): ...


class RoutesTest(unittest.TestCase):
    """Routes need neither a request nor an application to be tested."""

    def test_a_number_has_digits_only(self):
        routes = Routes()
        routes.add("/sightings/{id:int}", handler)
        self.assertEqual(routes.match("GET", "/sightings/7")[1], {"id": 7})
        for path in ["/sightings/007", "/sightings/7_0", "/sightings/-7"]:
            with self.subTest(path), self.assertRaises(HTTPError) as caught:
                routes.match("GET", path)
            self.assertEqual(caught.exception.status, 404)

    def test_a_route_in_the_shadow_of_another_is_refused(self):
        routes = Routes()
        routes.add("/sightings/{name}", handler)
        with self.assertRaisesRegex(RouteError, "would never answer GET"):
            routes.add("/sightings/new", handler)


class FieldnotesTest(unittest.TestCase):
    """The application, called as a server calls it, without a socket."""

    def setUp(self):
        self.client = Client(app)

    def test_sightings_are_filtered_by_species(self):
        answer = self.client.get("/sightings?species=heron")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.text.count("\n"), 1)
        self.assertIn("Grey heron", answer.text)

    def test_a_place_has_what_was_seen_inside_it(self):
        self.assertEqual(self.client.get("/places/uk").text.count("\n"), 3)
        self.assertEqual(self.client.get("/places/uk/eng").status, 404)

    def test_a_wrong_method_is_told_the_right_ones(self):
        answer = self.client.post("/sightings/1")
        self.assertEqual(answer.status, 405)
        self.assertEqual(answer.headers["Allow"], "GET, HEAD")


class ChangelogTest(unittest.TestCase):
    """What others can use stands in the changelog."""

    def test_it_names_all_that_is_public(self):
        file = Path(__file__).with_name("CHANGELOG.md")
        changelog = file.read_text(encoding="utf-8")
        missing = [name for name in perch.__all__ if f"`{name}`" not in changelog]
        self.assertEqual(missing, [])

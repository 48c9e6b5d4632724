# part: top
"""Unit tests of perch and Fieldnotes: python -m unittest tests"""

import unittest
from datetime import date
from pathlib import Path

import perch
from fieldnotes.app import with_sightings
from fieldnotes.sightings import Sighting
from fieldnotes.views import HERE, error_page, routes
from perch import App, HTTPError, RouteError, Routes, Templates
from perch.testing import Client

# end: top


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
            routes.add("/sightings/new", handler, name="new")


class FieldnotesTest(unittest.TestCase):
    """The application with two sightings of its own, called as a server calls it."""

    def setUp(self):
        day = date(2026, 5, 3)
        sightings = [
            Sighting(2, "<b>Wren", 1, "uk/wales", day, "two\n<i>lines", "ada"),
            Sighting(1, "Grey Heron", 3, "uk/england/hull", day, "", "miriam"),
        ]
        app = App(
            routes,
            templates=Templates(HERE / "templates"),
            middleware=[with_sightings(sightings)],
            error_page=error_page,
        )
        self.client = Client(app)

    def test_what_people_wrote_is_text(self):
        for path in ["/sightings", "/sightings/2", "/sightings?species=<b>"]:
            page = self.client.get(path).text
            self.assertIn("&lt;b&gt;", page)
            self.assertNotIn("<b>", page)

    def test_sightings_are_filtered_by_species(self):
        page = self.client.get("/sightings?species=heron").text
        self.assertIn("Grey Heron", page)
        self.assertNotIn("Wren", page)

    def test_a_place_has_what_was_seen_inside_it(self):
        page = self.client.get("/places/uk").text
        self.assertEqual(page.count('class="sighting"'), 2)
        self.assertEqual(self.client.get("/places/uk/eng").status, 404)

    def test_a_wrong_method_is_told_the_right_ones_on_a_page(self):
        answer = self.client.post("/sightings/1")
        self.assertEqual(answer.status, 405)
        self.assertEqual(answer.headers["Allow"], "GET, HEAD")
        self.assertIn("<h1>Method Not Allowed</h1>", answer.text)


class ChangelogTest(unittest.TestCase):
    """What others can use stands in the changelog."""

    def test_it_names_all_that_is_public(self):
        file = Path(__file__).with_name("CHANGELOG.md")
        changelog = file.read_text(encoding="utf-8")
        missing = [name for name in perch.__all__ if f"`{name}`" not in changelog]
        self.assertEqual(missing, [])

"""Fieldnotes as a visitor meets it, without a server: python -m unittest tests"""

import tempfile
import unittest
from pathlib import Path

from fieldnotes import create_app
from flask import request, template_rendered

SIGHTINGS = """\
id,species,count,place,seen_on,notes,observer,created_at
7,<b>Heron</b>,1,uk/england,2026-05-01,,ada,2026-05-01T08:00:00+00:00
"""


class PagesTest(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        file = Path(folder, "sightings.csv")
        file.write_text(SIGHTINGS)
        self.app = create_app({"DATA": folder, "TESTING": True})
        loaded = self.app.test_cli_runner().invoke(args=["load", str(file)])
        self.assertEqual(loaded.output, "Loaded 1 sightings of 1 observers.\n")
        self.client = self.app.test_client()

    def test_a_name_is_text(self):
        page = self.client.get("/sightings/7").text
        self.assertIn("<h1>&lt;b&gt;Heron&lt;/b&gt;</h1>", page)

    def test_what_is_not_there_is_404_with_the_look_of_the_site(self):
        answer = self.client.get("/sightings/8")
        self.assertEqual(answer.status_code, 404)
        self.assertIn("fieldnotes.css", answer.text)

    def test_the_client_can_keep_the_context(self):
        with self.client:
            self.client.get("/sightings?species=owl")
            self.assertEqual(request.args["species"], "owl")
        self.assertFalse(request)

    def test_of_which_template_a_page_is_made(self):
        used = []

        def note(app, template, context, **_):
            used.append((template.name, context["page"].total))

        with template_rendered.connected_to(note, self.app):
            self.client.get("/sightings?species=owl")
        self.assertEqual(used, [("sightings.html", 0)])

from unittest import mock

from django.db import OperationalError
from django.test import Client, TestCase

from accounts.models import Token, User
from sightings.models import Report, Sighting

from .test_models import VALUES


class PageTest(TestCase):
    def setUp(self):
        self.user = User.objects.create_user("miriam")
        self.client.force_login(self.user)
        self.sighting = Sighting.objects.create(observer=self.user, **VALUES)
        self.page = self.sighting.get_absolute_url()

    def test_make_edit_delete(self):
        answer = self.client.post("/sightings/new", VALUES | {"notes": "a\r\nb"})
        page = answer["Location"]
        self.assertContains(self.client.get(page), "a\nb")
        answer = self.client.post(f"{page}/edit", VALUES | {"count": 7})
        self.assertRedirects(answer, page)
        self.assertRedirects(self.client.post(f"{page}/delete"), "/sightings")
        self.assertEqual(self.client.get(page).status_code, 404)

    def test_an_edit_does_not_bring_back_what_was_deleted_meanwhile(self):
        # The view reads the sighting, and then it is gone.
        stale = Sighting.objects.get(pk=self.sighting.pk)
        self.sighting.delete()
        with mock.patch("sightings.views.own_sighting", return_value=stale):
            answer = self.client.post(f"{self.page}/edit", VALUES)
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(Sighting.objects.count(), 0)

    def test_lists(self):
        for query, found in (
            ("", 1),
            ("?species=REN&place=uk", 1),
            ("?place=uk/w", 0),
            ("?species=%00", 0),
        ):
            with self.subTest(query):
                page = self.client.get(f"/sightings{query}")
                self.assertContains(page, 'class="sighting"', count=found)
        for page in ("last", "", "0", "-1", "1_0", "9" * 5000):
            with self.subTest(page):
                answer = self.client.get("/sightings", {"page": page})
                self.assertEqual(answer.status_code, 404)

    def test_places(self):
        self.assertContains(self.client.get("/places/uk"), 'href="/places/uk/wales"')
        self.assertEqual(self.client.get("/places/wales").status_code, 404)

    def test_a_sighting_of_somebody_else(self):
        self.client.force_login(User.objects.create_user("tariq_b"))
        for address in ("edit", "delete", "photo"):
            with self.subTest(address):
                answer = self.client.post(f"{self.page}/{address}")
                self.assertEqual(answer.status_code, 403)

    def test_a_wrong_method_is_405_although_a_token_is_missing_too(self):
        client = Client(enforce_csrf_checks=True)
        self.assertEqual(client.post("/sightings").status_code, 405)
        self.assertEqual(client.get(f"{self.page}/delete").status_code, 405)
        self.assertEqual(client.post("/sightings/new").status_code, 403)

    def test_health(self):
        self.assertEqual(self.client.get("/healthz").content, b"ok\n")

    def test_too_much_is_refused_unread(self):
        answer = self.client.generic("POST", "/login", CONTENT_LENGTH="2000000")
        self.assertContains(answer, "more than the server takes", status_code=413)

    def test_a_database_that_is_locked(self):
        error = OperationalError("database is locked")
        with (
            mock.patch("sightings.views.SightingListView.get", side_effect=error),
            self.assertLogs("django.request", "ERROR"),
        ):
            answer = self.client.get("/sightings")
        self.assertContains(answer, "Try again", status_code=503)
        self.assertEqual(answer["Retry-After"], "5")


class AdminTest(TestCase):
    def setUp(self):
        self.user = User.objects.create_superuser("miriam")
        self.client.force_login(self.user)

    def test_a_sighting_is_made_by_the_same_form(self):
        values = VALUES | {"notes": "a\r\nb", "observer": self.user.pk}
        answer = self.client.post("/admin/sightings/sighting/add/", values)
        self.assertRedirects(answer, "/admin/sightings/sighting/")
        self.assertEqual(Sighting.objects.get().notes, "a\nb")

    def test_what_nobody_should_make_by_hand(self):
        Token.objects.issue(self.user)
        Report.objects.create(owner=self.user)
        for address in ("accounts/token", "sightings/report"):
            with self.subTest(address):
                page = self.client.get(f"/admin/{address}/")
                self.assertContains(page, "miriam")
                answer = self.client.get(f"/admin/{address}/add/")
                self.assertEqual(answer.status_code, 403)

from datetime import date
from unittest import mock

from django.test import Client, TestCase

from accounts.models import Token, User
from sightings.models import Report, Sighting

VALUES = {"species": "Wren", "count": 2, "place": "uk/wales", "seen_on": "2026-05-30"}
BROKEN = ('{"count":', '{"count": NaN}', "[" * 100_000, b"\xff", " ")


class ApiTest(TestCase):
    def setUp(self):
        self.user = User.objects.create_user("miriam", password="a heron")
        token, _ = Token.objects.issue(self.user)
        self.client = Client(
            enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token}"}
        )

    def send(self, method, path, data="", kind="application/json"):
        send = getattr(self.client, method)
        answer = send(path, data, content_type=kind) if data else send(path)
        if answer.status_code >= 400:
            self.assertEqual(answer["Content-Type"], "application/problem+json")
            self.assertEqual(answer.json()["status"], answer.status_code)
        return answer

    def test_a_sighting(self):
        answer = self.send("post", "/api/sightings", VALUES)
        self.assertEqual(answer.status_code, 201)
        address = answer["Location"]
        self.assertEqual(self.send("get", address).json(), answer.json())
        answer = self.send("patch", address, {"count": 5})
        self.assertEqual(answer.json()["count"], 5)
        self.assertEqual(self.send("delete", address).status_code, 204)
        for method in ("get", "patch", "delete"):
            self.assertEqual(self.send(method, address).status_code, 404)

    def test_changes_that_are_not_valid(self):
        sighting = Sighting.objects.create(observer=self.user, **VALUES)
        address = f"/api/sightings/{sighting.pk}"
        with self.settings(TODAY=date(2026, 6, 1)):
            answer = self.send("patch", address, {"seen_on": "2026-06-02"})
        self.assertEqual(list(answer.json()["errors"]), ["seen_on"])

    def test_a_change_of_what_is_deleted_meanwhile(self):
        with mock.patch("api.sightings.own_sighting"):
            answer = self.send("patch", "/api/sightings/1", {"count": 5})
        self.assertEqual(answer.status_code, 404)

    def test_no_json(self):
        for body in BROKEN:
            with self.subTest(body[:20]):
                answer = self.client.generic(
                    "POST", "/api/sightings", body, content_type="application/json"
                )
                self.assertEqual(answer.status_code, 400)

    def test_types_are_not_converted(self):
        for wrong in (
            *({"count": value} for value in ("3", 3.5, True, None, [3])),
            *({"seen_on": value} for value in (20260530, ["2026-05-30"], None)),
            {"species": "\0"},
        ):
            with self.subTest(wrong):
                answer = self.send("post", "/api/sightings", VALUES | wrong)
                self.assertEqual(answer.status_code, 422)
                self.assertEqual(list(answer.json()["errors"]), list(wrong))

    def test_json_that_is_no_sighting(self):
        for body, fields in (
            ("[1]", []),
            (f'{{"count": {"1" * 5000}}}', ["count", "species", "place", "seen_on"]),
            ('{"species": "\\ud800"}', ["species", "count", "place", "seen_on"]),
        ):
            with self.subTest(body[:20]):
                answer = self.send("post", "/api/sightings", body)
                self.assertEqual(answer.status_code, 422)
                self.assertEqual(list(answer.json()["errors"]), fields)

    def test_other_refusals(self):
        for method, path, status in (
            ("get", "/api/nothing", 404),
            ("put", "/api/sightings", 405),
            ("get", "/api/sightings?per_page=101", 422),
            ("get", "/api/sightings?page=last", 422),
        ):
            with self.subTest(path):
                self.assertEqual(self.send(method, path).status_code, status)
        answer = self.send("post", "/api/sightings", "a=b", kind="text/plain")
        self.assertEqual(answer.status_code, 415)

    def test_tokens(self):
        right = {"username": "miriam", "password": "a heron"}
        answer = self.send("post", "/api/tokens", right)
        self.assertEqual(answer.status_code, 201)
        answer = self.send("post", "/api/tokens", right | {"password": "an otter"})
        self.assertEqual(answer.status_code, 401)
        self.client = Client()
        self.client.force_login(self.user)
        answer = self.send("post", "/api/sightings", VALUES)
        self.assertEqual(answer.status_code, 401)
        self.assertEqual(answer["WWW-Authenticate"], "Bearer")

    def test_pages_and_weeks(self):
        for day in ("2026-01-01", "2025-12-30", "2026-01-20"):
            values = VALUES | {"seen_on": day}
            Sighting.objects.create(observer=self.user, **values)
        page = self.send("get", "/api/sightings?per_page=2&place=uk").json()
        self.assertEqual((len(page["items"]), page["total"]), (2, 3))
        page = self.send("get", page["next"]).json()
        self.assertEqual((len(page["items"]), page["next"]), (1, None))
        weeks = self.send("get", "/api/stats/weekly").json()["items"]
        self.assertEqual(
            [(week["week"], week["sightings"], week["count"]) for week in weeks],
            [
                *(("2026-W01", 2, 4), ("2026-W02", 0, 0)),
                *(("2026-W03", 0, 0), ("2026-W04", 1, 2)),
            ],
        )

    def test_a_report(self):
        answer = self.send("post", "/api/reports")
        self.assertEqual(answer.status_code, 202)
        address = answer["Location"]
        self.assertEqual(self.send("get", f"{address}/result").status_code, 404)
        Report.objects.update(status="done", result="id\r\n")
        answer = self.send("get", self.send("get", address).json()["result_url"])
        self.assertEqual(answer.content, b"id\r\n")
        Report.objects.update(owner=User.objects.create_user("tariq_b"))
        self.assertEqual(self.send("get", address).status_code, 404)

    def test_the_description(self):
        paths = self.client.get("/openapi.json").json()["paths"]
        self.assertIn("/api/sightings/{id}", paths)

from datetime import date

from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import TestCase, override_settings

from accounts.models import User
from sightings.forms import SightingForm
from sightings.models import Report, Sighting, today

VALUES = {"species": "Wren", "count": 2, "place": "uk/wales", "seen_on": "2026-05-30"}


class ModelTest(TestCase):
    def setUp(self):
        self.user = User.objects.create_user("miriam")

    def test_no_migration_is_missing(self):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)

    def test_the_database_itself_refuses(self):
        for wrong in ({"count": 0}, {"count": 10000}, {"species": ""}, {"place": ""}):
            with (
                self.subTest(wrong),
                self.assertRaises(IntegrityError),
                transaction.atomic(),
            ):
                Sighting.objects.create(observer=self.user, **(VALUES | wrong))

    def test_names(self):
        sighting = Sighting.objects.create(observer=self.user, **VALUES)
        report = Report.objects.create(owner=self.user)
        self.assertEqual(str(sighting), "Wren, uk/wales, 2026-05-30")
        self.assertEqual(str(report), f"Report {report.pk}: queued")

    @override_settings(TODAY=date(2026, 6, 1))
    def test_today_is_an_input(self):
        self.assertEqual(today(), date(2026, 6, 1))
        self.assertTrue(SightingForm(VALUES | {"seen_on": "2026-06-01"}).is_valid())
        self.assertFalse(SightingForm(VALUES | {"seen_on": "2026-06-02"}).is_valid())

    def test_what_looks_like_a_number_or_a_date(self):
        for wrong in (
            *({"count": text} for text in ("1_0", "3.0", "1e3", "٣", "")),
            *({"seen_on": text} for text in ("2026-5-30", "05/30/2026", "20260530")),
        ):
            with self.subTest(wrong):
                form = SightingForm(VALUES | wrong)
                self.assertEqual(list(form.errors), list(wrong))

import io
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import TestCase
from django.utils import timezone

from accounts.models import User
from sightings import reports
from sightings.models import Report, Sighting

from .test_models import VALUES

HEAD = "id,species,count,place,seen_on,notes,observer,created_at\n"
LINE = '7,Wren,2,uk/wales,2026-05-30,"a\nb",miriam,2026-05-30T09:00:00+00:00\n'


class LoadTest(TestCase):
    def load(self, text):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "some.csv")
            file.write_bytes(text.encode("latin-1"))
            call_command("loadsightings", str(file), stdout=io.StringIO())

    def test_load_twice(self):
        self.load(HEAD + LINE)
        self.load(HEAD + LINE)
        [sighting] = Sighting.objects.all()
        self.assertEqual((sighting.pk, sighting.notes), (7, "a\nb"))
        self.assertFalse(sighting.observer.has_usable_password())
        sighting.pk = None
        sighting.save()
        self.assertGreater(sighting.pk, 7)

    def test_errors_name_the_line(self):
        for text, error in (
            ("id,species\n", "some.csv:1: the columns are not id,species,"),
            (HEAD + LINE.replace(",2,", ",0,"), r"some.csv:3: .*greater than"),
            (HEAD + LINE.replace("miriam", "M"), "some.csv:3: .*Use 3 to 30"),
            (HEAD + LINE.replace("7,", "x,"), "some.csv:3: invalid literal"),
            (HEAD + LINE.replace("T09", "x"), "some.csv:3: Invalid isoformat"),
            (HEAD + LINE.replace("+00:00", ""), "some.csv:3: .*offset"),
            (HEAD + LINE.replace("Wren", "\xe9"), "some.csv: .*name a CSV file"),
            (HEAD + LINE.replace('b",', 'b"x,'), "some.csv: .*name a CSV file"),
        ):
            with self.subTest(error), self.assertRaisesRegex(CommandError, error):
                self.load(text)
        self.assertEqual(User.objects.count(), 0)

    def test_a_file_that_is_not_there(self):
        with self.assertRaisesRegex(CommandError, "no.csv: .*name a CSV file"):
            call_command("loadsightings", "no.csv")


@mock.patch("signal.signal", mock.Mock())
class ReportTest(TestCase):
    def setUp(self):
        user = User.objects.create_user("miriam")
        self.report = Report.objects.create(owner=user)
        created_at = datetime(2026, 5, 30, 9, tzinfo=UTC)
        values = VALUES | {"notes": "a\nb", "created_at": created_at}
        Sighting.objects.create(pk=7, observer=user, **values)

    def work(self):
        errors = io.StringIO()
        call_command("makereports", once=True, stderr=errors)
        self.report.refresh_from_db()
        return errors.getvalue()

    def test_a_report_is_made(self):
        self.work()
        self.assertEqual(self.report.status, "done")
        self.assertEqual(self.report.result.replace("\r\n", "\n"), HEAD + LINE)

    def test_a_report_whose_worker_died(self):
        self.report = reports.take()
        self.work()
        self.assertEqual(self.report.status, "running")
        self.report.heartbeat = timezone.now() - timedelta(minutes=1)
        self.report.save()
        self.work()
        self.assertEqual(self.report.status, "failed")

    def test_a_report_that_cannot_be_made(self):
        broken = mock.patch("sightings.reports.as_csv", side_effect=ZeroDivisionError)
        with broken, self.assertLogs("django.reports"):
            self.work()
        self.assertEqual(self.report.status, "failed")

    def test_a_worker_outlives_a_locked_database(self):
        locked = OperationalError("database is locked")
        with mock.patch("sightings.reports.take", side_effect=[locked, None]):
            self.assertIn("database is locked", self.work())

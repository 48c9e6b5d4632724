import tempfile
from unittest import mock

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import TransactionTestCase, override_settings

from accounts.models import User
from sightings.models import Sighting

from .test_models import VALUES

HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
PNG = HEAD + b"\0\0\0\x05\0\0\0\x05" + bytes(9)
# An empty APP0, a byte that fills, and a frame of 5 by 5 pixels.
JPEG = b"\xff\xd8\xff\xe0\0\2\xff\xff\xc0\0\x11\x08\0\5\0\5" + bytes(9)
HUGE = HEAD + b"\0\0\xff\xff\0\0\xff\xff" + bytes(9)


class PhotoTest(TransactionTestCase):
    """Files are removed when a transaction has ended, which TestCase never lets."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        settings = override_settings(MEDIA_ROOT=folder.name)
        settings.enable()
        self.addCleanup(settings.disable)
        user = User.objects.create_user("miriam")
        self.client.force_login(user)
        self.sighting = Sighting.objects.create(observer=user, **VALUES)
        self.page = self.sighting.get_absolute_url()

    def upload(self, content):
        file = SimpleUploadedFile("../evil.html", content, "text/html")
        return self.client.post(f"{self.page}/photo", {"photo": file})

    def stored(self):
        return default_storage.listdir("")[1]

    def test_a_photo_comes_and_is_replaced_and_goes(self):
        self.assertRedirects(self.upload(PNG), self.page)
        [first] = self.stored()
        answer = self.client.get(f"/photos/{first}")
        self.assertEqual(b"".join(answer), PNG)
        self.assertEqual(answer["Content-Type"], "image/png")
        self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
        self.upload(PNG)
        [second] = self.stored()
        self.assertNotEqual(first, second)
        self.assertEqual(self.client.get(f"/photos/{first}").status_code, 404)
        self.client.post(f"{self.page}/delete")
        self.assertEqual(self.stored(), [])

    def test_a_file_that_somebody_has_removed(self):
        self.upload(PNG)
        [name] = self.stored()
        default_storage.delete(name)
        self.assertEqual(self.client.get(f"/photos/{name}").status_code, 404)

    def test_a_jpeg(self):
        self.upload(JPEG)
        [name] = self.stored()
        answer = self.client.get(f"/photos/{name}")
        self.assertEqual(answer["Content-Type"], "image/jpeg")
        answer.close()

    def test_what_is_no_photo(self):
        for content, status in (
            (b"<svg>", 422),
            (PNG[:30], 422),
            (JPEG[:9], 422),
            (HUGE, 422),
            (b"", 422),
            (PNG + bytes(1024 * 1024), 413),
        ):
            with self.subTest(status=status, size=len(content)):
                self.assertEqual(self.upload(content).status_code, status)
        self.assertEqual(self.stored(), [])

    def test_a_full_disk(self):
        full = OSError(28, "No space left on device")
        with (
            mock.patch("django.core.files.storage.Storage.save", side_effect=full),
            self.assertLogs("django.request", "ERROR"),
        ):
            self.assertEqual(self.upload(PNG).status_code, 507)
        self.sighting.refresh_from_db()
        self.assertEqual(self.sighting.photo, "")

    def test_a_sighting_that_goes_during_the_upload(self):
        with mock.patch(
            "sightings.photos.PhotoUploadView.replace", side_effect=Http404
        ):
            self.assertEqual(self.upload(PNG).status_code, 404)
        self.assertEqual(self.stored(), [])

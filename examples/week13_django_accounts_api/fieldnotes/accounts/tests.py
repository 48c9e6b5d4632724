from datetime import timedelta
from unittest import mock

from django.test import TestCase
from django.utils import timezone

from .models import Token, User

PASSWORD = "a heron at the weir"
FORM = {"username": "miriam", "password1": PASSWORD, "password2": PASSWORD}


class AccountTest(TestCase):
    def test_register_and_log_in(self):
        self.assertRedirects(self.client.post("/register", FORM), "/login")
        user = User.objects.get(username="miriam")
        self.assertIn("$argon2id$v=19$m=19456,t=2,p=1$", user.password)
        answer = self.client.post(
            "/login", {"username": "miriam", "password": PASSWORD, "next": "/healthz"}
        )
        self.assertRedirects(answer, "/healthz")

    def test_names(self):
        for name in ("ab", "Miriam", " miriam", "miriam\n", "x" * 31, "\uff4diriam"):
            with self.subTest(name=name):
                answer = self.client.post("/register", FORM | {"username": name})
                self.assertEqual(answer.status_code, 422)
        self.assertEqual(User.objects.count(), 0)

    def test_two_people_who_take_a_name_at_once(self):
        User.objects.create_user("miriam")
        with mock.patch.object(User, "validate_unique"):
            answer = self.client.post("/register", FORM)
        self.assertContains(answer, "This name is taken.", status_code=422)


class TokenTest(TestCase):
    def setUp(self):
        self.user = User.objects.create_user("miriam")

    def test_the_text_of_a_token_is_not_stored(self):
        text, token = Token.objects.issue(self.user)
        self.assertNotIn(text, token.digest)
        self.assertEqual(Token.objects.user_of(text), self.user)
        self.assertIsNone(Token.objects.user_of(token.digest))

    def test_a_token_ends(self):
        text, token = Token.objects.issue(self.user)
        token.expires_at = timezone.now() - timedelta(seconds=1)
        token.save()
        self.assertIsNone(Token.objects.user_of(text))
        Token.objects.issue(self.user)
        self.assertFalse(Token.objects.filter(pk=token.pk).exists())

    def test_a_token_of_somebody_who_was_shut_out(self):
        text, _ = Token.objects.issue(self.user)
        self.user.is_active = False
        self.user.save()
        self.assertIsNone(Token.objects.user_of(text))

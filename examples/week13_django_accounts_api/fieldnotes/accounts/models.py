"""People, and the tokens that their programs use."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

username_rule = RegexValidator(
    r"^[a-z0-9_]{3,30}\Z",
    "Use 3 to 30 of the characters a to z, 0 to 9 and _.",
)


class User(AbstractUser):
    username = models.CharField(
        max_length=30,
        unique=True,
        validators=[username_rule],
        error_messages={"unique": "This name is taken."},
    )


class TokenManager(models.Manager):
    def issue(self, user):
        """Make a token; return its text, which is kept nowhere, and its row."""
        self.filter(expires_at__lte=timezone.now()).delete()
        text = secrets.token_urlsafe(32)
        lifetime = timedelta(seconds=settings.TOKEN_LIFETIME)
        token = self.create(
            user=user, digest=digest(text), expires_at=timezone.now() + lifetime
        )
        return text, token

    def user_of(self, text):
        """Return the user of a token that is valid now, or None."""
        valid = self.filter(digest=digest(text), expires_at__gt=timezone.now())
        token = valid.select_related("user").filter(user__is_active=True).first()
        return token and token.user


class Token(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    objects = TokenManager()

    def __str__(self):
        return f"{self.user}, until {self.expires_at:%Y-%m-%d %H:%M}"


def digest(text):
    """A token is long and random, so a fast hash is enough; a password needs more."""
    return hashlib.sha256(text.encode()).hexdigest()

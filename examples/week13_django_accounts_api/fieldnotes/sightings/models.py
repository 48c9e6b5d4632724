"""Sightings, and the reports about them."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

FIRST_DAY = date(1900, 1, 1)
PLACE = r"[a-z0-9-]+(?:/[a-z0-9-]+){0,3}"

# The columns of CSV files, read and written.
COLUMNS = ["id", "species", "count", "place"]
COLUMNS += ["seen_on", "notes", "observer", "created_at"]

place_rule = RegexValidator(
    rf"^{PLACE}\Z",
    "Use 1 to 4 parts of the characters a to z, 0 to 9 and -, with / between.",
)


def today():
    return settings.TODAY or timezone.localdate()


def not_after_today(day):
    if day > today():
        raise ValidationError("This day has not come yet.")


class SightingQuerySet(models.QuerySet):
    def of_species(self, text):
        return self.filter(species__icontains=text)

    def at(self, place):
        """Keep sightings at the place and below it."""
        return self.filter(Q(place=place) | Q(place__startswith=f"{place}/"))

    def places_below(self, place):
        """Return the places directly below that have sightings."""
        below = self.filter(place__startswith=f"{place}/").order_by("place")
        depth = place.count("/") + 2
        names = below.values_list("place", flat=True).distinct()
        return sorted({"/".join(name.split("/")[:depth]) for name in names})


class Sighting(models.Model):
    species = models.CharField(max_length=80)
    count = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(9999)]
    )
    place = models.CharField(max_length=200, validators=[place_rule])
    seen_on = models.DateField(
        validators=[MinValueValidator(FIRST_DAY), not_after_today]
    )
    notes = models.TextField(max_length=2000, blank=True)
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    photo = models.FileField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SightingQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_on", "-id"]
        indexes = [models.Index(fields=["-seen_on", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=9999), name="count_1_to_9999"
            ),
            models.CheckConstraint(
                condition=~Q(species=""), name="species_is_not_empty"
            ),
            models.CheckConstraint(condition=~Q(place=""), name="place_is_not_empty"),
            models.UniqueConstraint(
                fields=["photo"], condition=~Q(photo=""), name="photo_of_one_sighting"
            ),
        ]

    def __str__(self):
        return f"{self.species}, {self.place}, {self.seen_on}"

    def get_absolute_url(self):
        return reverse("sighting", args=[self.pk])


class Report(models.Model):
    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    status = models.CharField(
        max_length=7, choices=Status, default=Status.QUEUED, db_index=True
    )
    created_at = models.DateTimeField(default=timezone.now)
    heartbeat = models.DateTimeField(null=True)
    result = models.TextField(blank=True)

    def __str__(self):
        return f"Report {self.pk}: {self.status}"

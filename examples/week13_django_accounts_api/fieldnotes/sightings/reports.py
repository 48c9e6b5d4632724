"""The work of a report: a worker takes one, makes it, and says that it still lives."""

import csv
import io
import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import COLUMNS, Report, Sighting

STEP = 0.2  # seconds
LOST_AFTER = timedelta(seconds=10)
Status = Report.Status
logger = logging.getLogger("django.reports")


def take():
    """Mark the oldest report that waits as running, and return it; None without one.

    PostgreSQL locks its row, and another worker skips it. SQLite, which has no such
    locks, lets one transaction that is IMMEDIATE in at a time.
    """
    waiting = Report.objects.filter(status=Status.QUEUED).order_by("pk")
    if not waiting.exists():  # looking takes no lock
        return None
    with transaction.atomic():
        report = waiting.select_for_update(skip_locked=True).first()
        if report:
            update(report, Status.QUEUED, status=Status.RUNNING)
    return report


def make(report, stopping):
    """Make the report; put it back if ``stopping()`` says so meanwhile."""
    end = time.monotonic() + settings.REPORT_DELAY
    while time.monotonic() < end:
        if stopping():
            update(report, Status.RUNNING, status=Status.QUEUED)
            return
        update(report, Status.RUNNING)
        time.sleep(STEP)
    try:
        result = as_csv()
    except Exception:
        logger.exception("report %s", report.pk)
        update(report, Status.RUNNING, status=Status.FAILED)
    else:
        update(report, Status.RUNNING, status=Status.DONE, result=result)


def update(report, expected, **values):
    """Change the report, unless it is not what this worker expects any more."""
    rows = Report.objects.filter(pk=report.pk, status=expected)
    rows.update(heartbeat=timezone.now(), **values)


def fail_lost():
    """Mark reports whose worker has not been heard of as failed."""
    silent = Report.objects.filter(
        status=Status.RUNNING, heartbeat__lt=timezone.now() - LOST_AFTER
    )
    if silent.exists():
        silent.update(status=Status.FAILED)


def as_csv():
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    sightings = Sighting.objects.select_related("observer").order_by("pk")
    for sighting in sightings.iterator():
        writer.writerow(
            [
                sighting.pk,
                sighting.species,
                sighting.count,
                sighting.place,
                sighting.seen_on.isoformat(),
                sighting.notes,
                sighting.observer.username,
                sighting.created_at.isoformat(),
            ]
        )
    return text.getvalue()

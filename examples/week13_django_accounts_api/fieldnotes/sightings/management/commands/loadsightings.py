import csv
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import no_style
from django.db import connection, transaction

from accounts.models import User, username_rule
from sightings.forms import SightingForm
from sightings.models import COLUMNS, Sighting


class Command(BaseCommand):
    help = "Load sightings from a CSV file; those whose id is there already are kept."

    def add_arguments(self, parser):
        parser.add_argument("file")

    @transaction.atomic
    def handle(self, file, **options):
        try:
            with Path(file).open(encoding="utf-8", newline="") as lines:
                sightings = list(self.read(file, csv.DictReader(lines, strict=True)))
        except (OSError, UnicodeError, csv.Error) as error:
            raise CommandError(f"{file}: {error}; name a CSV file in UTF-8") from None
        Sighting.objects.bulk_create(sightings, ignore_conflicts=True)
        # PostgreSQL does not count on from ids that it did not give.
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Sighting]):
                cursor.execute(statement)
        self.stdout.write(f"{len(sightings)} sightings in {file}")

    def read(self, file, rows):
        if rows.fieldnames != COLUMNS:
            raise CommandError(
                f"{file}:1: the columns are not {','.join(COLUMNS)}; mend the first line"
            )
        observers = {}
        for row in rows:
            try:
                username_rule(row["observer"])
                name = row["observer"]
                if name not in observers:
                    observers[name] = self.observer(name)
                yield self.sighting(row, observers[name])
            except (ValueError, ValidationError) as error:
                raise CommandError(
                    f"{file}:{rows.line_num}: {error}; mend the line and load again"
                ) from None

    def observer(self, name):
        known = User.objects.filter(username=name).first()
        return known or User.objects.create_user(name)  # without a usable password

    def sighting(self, row, observer):
        form = SightingForm(row)
        if not form.is_valid():
            raise ValidationError(form.errors.as_text().split("\n"))
        created_at = datetime.fromisoformat(row["created_at"])
        if created_at.tzinfo is None:
            raise ValueError(f"{row['created_at']} has no offset")
        return Sighting(
            id=int(row["id"]),
            observer=observer,
            created_at=created_at,
            **form.cleaned_data,
        )

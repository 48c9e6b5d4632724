import signal
import time

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from sightings import reports

PAUSE = 0.5  # seconds between two looks for a report


class Command(BaseCommand):
    help = "Make the reports that are asked for, until it is told to stop."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="end when no report is waiting"
        )

    def handle(self, once, **options):
        self.stopping = False
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self.stopping:
            close_old_connections()
            try:
                reports.fail_lost()
                report = reports.take()
                if report:
                    reports.make(report, lambda: self.stopping)
                elif once:
                    break
            except OperationalError as error:  # locked, or away: it may come back
                self.stderr.write(f"the database: {error}")
                report = None
            if not report:
                time.sleep(PAUSE)

    def stop(self, number, frame):
        self.stopping = True

"""Reports, which are made after the answer has gone."""

import asyncio
import csv
import io
import logging
from datetime import timedelta

from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session, col, select, update

from .database import engine
from .models import Report, Sighting, now
from .settings import settings

COLUMNS = [
    "id",
    "species",
    "count",
    "place",
    "seen_on",
    "notes",
    "observer",
    "created_at",
]
# A process that ends takes its unfinished reports with it, and nobody is told. So a
# report that is not done after so long will not be.
LOST_AFTER = timedelta(minutes=10)

log = logging.getLogger("uvicorn.error")


def status_of(report: Report) -> str:
    unfinished = report.status in ("queued", "running")
    lost = unfinished and report.created_at < now() - LOST_AFTER
    return "failed" if lost else report.status


def save(report_id: int, **values) -> None:
    with Session(engine) as session:
        session.exec(update(Report).where(Report.id == report_id).values(values))
        session.commit()


def write_csv() -> str:
    text = io.StringIO()
    rows = csv.writer(text)  # as RFC 4180 has it
    rows.writerow(COLUMNS)
    with Session(engine) as session:
        for sighting in session.exec(select(Sighting).order_by(col(Sighting.id))):
            values = sighting.model_dump()
            values["created_at"] = sighting.created_at.isoformat()
            rows.writerow([values[column] for column in COLUMNS])
    return text.getvalue()


async def make_report(report_id: int) -> None:
    """Make the report; what blocks is done in a thread, and a wait is no work."""
    try:
        await run_in_threadpool(save, report_id, status="running")
        await asyncio.sleep(settings.report_delay)
        result = await run_in_threadpool(write_csv)
        await run_in_threadpool(save, report_id, status="done", result=result)
    except Exception:
        log.exception("Report %s failed", report_id)
        await run_in_threadpool(save, report_id, status="failed")

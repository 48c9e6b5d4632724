"""Reports are asked for now and made later."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Path, Response
from sqlalchemy.orm import defer

from ..database import SessionDep
from ..dependencies import MAX_ID, TokenUser
from ..fields import Number
from ..models import Report
from ..problems import problems
from ..reports import make_report, status_of
from ..schemas import ReportPublic

router = APIRouter(prefix="/api/reports", tags=["reports"])


class CSVResponse(Response):
    media_type = "text/csv"


def get_report(
    report_id: Annotated[Number, Path(le=MAX_ID)], user: TokenUser, session: SessionDep
) -> Report:
    report = session.get(Report, report_id, options=[defer(Report.result)])
    if report is None:
        raise HTTPException(404, "There is no such report.")
    if report.username != user.username:
        raise HTTPException(403, "This report is somebody else's.")
    return report


ReportDep = Annotated[Report, Depends(get_report)]


def describe(report: Report) -> ReportPublic:
    status = status_of(report)
    url = f"/api/reports/{report.id}"
    result_url = f"{url}/result" if status == "done" else None
    return ReportPublic(id=report.id, status=status, url=url, result_url=result_url)


@router.post("", status_code=202, responses=problems(401))
def ask_for_report(
    user: TokenUser, session: SessionDep, tasks: BackgroundTasks, response: Response
) -> ReportPublic:
    report = Report(username=user.username)
    session.add(report)
    session.commit()
    public = describe(report)
    tasks.add_task(make_report, report.id)
    response.headers["Location"] = public.url
    return public


@router.get("/{report_id}", responses=problems(401, 403, 404))
def read_report(report: ReportDep) -> ReportPublic:
    return describe(report)


@router.get(
    "/{report_id}/result",
    response_class=CSVResponse,
    responses=problems(401, 403, 404),
)
def read_result(report: ReportDep) -> CSVResponse:
    if status_of(report) != "done":
        raise HTTPException(404, "The report has no result yet.")
    return CSVResponse(report.result)

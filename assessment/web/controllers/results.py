"""The results of a submitted assessment, on the page and as a report to download."""

from __future__ import annotations

from datetime import datetime

from litestar import Response
from litestar.params import FromPath, FromQuery

from assessment.domain.plans import make_plans, situation_of
from assessment.reports.presenters import present
from assessment.services.reports import report_pdf
from assessment.services.submissions import kept_result
from assessment.web.http import HttpRequest, shown
from assessment.web.pages import ResultsPage
from assessment.web.plans import read_request
from assessment.web.site import Site, SiteHere
from assessment.web.work import Elsewhere, Work, open_work


@shown("/assessments/{assessment_id:str}/results", sync_to_thread=True)
def show_results(request: HttpRequest, site: SiteHere, assessment_id: FromPath[str]) -> Response[str]:
    """What the answers mean."""
    work, _ = submitted(site, request, assessment_id)
    view = present(kept_result(work.draft, work.instrument), work.instrument, site.language(request))
    return site.page(request, ResultsPage(view, f"{work.home}/report.pdf", f"{work.home}/check", f"{work.home}/plan"))


@shown("/assessments/{assessment_id:str}/report.pdf", sync_to_thread=True)
def download_report(
    request: HttpRequest,
    site: SiteHere,
    assessment_id: FromPath[str],
    budget: FromQuery[str] = "",
    hours: FromQuery[str] = "",
    robust: FromQuery[str] = "",
) -> Response[bytes]:
    """The same results as a report, in the language of the page, with the plans where a budget is announced."""
    work, at = submitted(site, request, assessment_id)
    language = site.language(request)
    result = kept_result(work.draft, work.instrument)
    planning = None
    if budget:
        asked = read_request(budget, hours, result.assessment)
        planning = make_plans(situation_of(work.instrument, result), asked, robust=bool(robust))
    content = report_pdf(
        result,
        work.instrument,
        language,
        templates=site.templates,
        worker=site.reports,
        made_at=at,
        planning=planning,
    )
    name = f"{work.questionnaire.id}-{at:%Y-%m-%d}-{language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)


def submitted(site: Site, request: HttpRequest, assessment_id: str) -> tuple[Work, datetime]:
    """A submitted assessment with the moment it was; leads to its task list until it is."""
    with site.database.readings.begin() as session:
        work = open_work(site, session, request, assessment_id)
    if work.draft.submitted_at is None:
        raise Elsewhere(work.home)
    return work, work.draft.submitted_at

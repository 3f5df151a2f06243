"""The task list: every part with its state."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from assessment.domain.questionnaire import Form
from assessment.domain.routing import ProgressState
from assessment.storage.visitor_surveys import has_survey
from assessment.translation import translate
from assessment.web.http import HttpRequest, shown
from assessment.web.outline import as_task
from assessment.web.pages import Task, TaskListPage
from assessment.web.promises import deadline_line, promise_lines
from assessment.web.rules import AdmissionHere
from assessment.web.site import SiteHere
from assessment.web.work import Work, page_work


@shown("/assessments/{assessment_id:str}", sync_to_thread=True)
def show_tasks(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, assessment_id: FromPath[str]
) -> Response[str]:
    """Where the person is, and what is left."""
    with site.database.readings.begin() as session:
        work = page_work(site, session, admission)
        surveyed = work.share.runs and has_survey(session.connection(), work.draft.id)
    route, outline, language = work.route(), work.outline(), site.language(request)
    token = site.cookies.link_in(request.cookies, assessment_id)
    resume = outline.resume()
    page = TaskListPage(
        bar=outline.bar(),
        organisation=route.assessment.organisation.name,
        description=route.kind.title.text(language),
        express=work.draft.form is Form.EXPRESS,
        dimensions=tuple(as_task(part, language) for part in outline.dimensions()),
        facts=tuple(as_task(part, language) for part in outline.facts()),
        visitors=_visitors(work, language, kept=surveyed) if work.share.runs else None,
        profile=f"{work.home}/profile" if work.share.runs else None,
        resume=resume,
        check=f"{work.home}/check",
        link=site.address(f"/r/{token}") if token else None,
        complete=resume is None,
        by_link=work.draft.organisation_id is None,
        people=f"{work.home}/people" if work.share.runs else None,
        promises=promise_lines(work, language),
        deadline=deadline_line(work.draft.deadline, language),
    )
    return site.page(request, page)


def _visitors(work: Work, language: str, *, kept: bool) -> Task:
    """The survey of visitors, a step that may be left out."""
    return Task(
        href=f"{work.home}/visitors",
        title=translate("What visitors say", language),
        text=translate("The answers of a survey of your visitors, sent as a file.", language),
        state=(ProgressState.COMPLETED if kept else ProgressState.NOT_STARTED).value,
        answered=int(kept),
        total=1,
    )

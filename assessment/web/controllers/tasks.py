"""The task list: every part with its state."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from assessment.domain.questionnaire import Form
from assessment.web.http import HttpRequest, shown
from assessment.web.outline import Outline, as_task
from assessment.web.pages import TaskListPage
from assessment.web.site import SiteHere
from assessment.web.work import page_work


@shown("/assessments/{assessment_id:str}", sync_to_thread=True)
def show_tasks(request: HttpRequest, site: SiteHere, assessment_id: FromPath[str]) -> Response[str]:
    """Where the person is, and what is left."""
    with site.database.readings.begin() as session:
        work = page_work(site, session, request, assessment_id)
    route = work.route()
    organisation = route.assessment.organisation
    outline, language = Outline(work.home, route), site.language(request)
    token = site.cookies.link_in(request.cookies, assessment_id)
    resume = outline.resume()
    page = TaskListPage(
        bar=outline.bar(),
        organisation=organisation.name,
        description=route.kind.title.text(language),
        express=work.draft.form is Form.EXPRESS,
        dimensions=tuple(as_task(part, language) for part in outline.dimensions()),
        facts=tuple(as_task(part, language) for part in outline.facts()),
        profile=f"{work.home}/profile",
        resume=resume,
        check=f"{work.home}/check",
        link=site.address(f"/r/{token}") if token else None,
        complete=resume is None,
    )
    return site.page(request, page)

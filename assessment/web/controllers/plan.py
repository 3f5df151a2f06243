"""What to do with a budget, for a submitted assessment."""

from __future__ import annotations

from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from assessment.domain.plans import Request, make_plans, situation_of
from assessment.domain.problems import ProblemsFound
from assessment.domain.results import AssessmentResult
from assessment.reports.plans import present_planning
from assessment.reports.problems import problem_text
from assessment.services.submissions import kept_result
from assessment.web.controllers.results import submitted
from assessment.web.fields import ErrorLine
from assessment.web.forms import InputRefused
from assessment.web.http import HttpRequest
from assessment.web.pages import PlanPage, PlanPlace, PlanShown
from assessment.web.plans import ON_PAGE, announced, plan_fields, read_request
from assessment.web.site import SiteHere
from assessment.web.work import Work


@get("/assessments/{assessment_id:str}/plan", sync_to_thread=True)
def show_plan(
    request: HttpRequest,
    site: SiteHere,
    assessment_id: FromPath[str],
    budget: FromQuery[str] = "",
    hours: FromQuery[str] = "",
) -> Response[str]:
    """The plans under a budget; what cannot be planned is said above the form."""
    work, _at = submitted(site, request, assessment_id)
    language, result = site.language(request), kept_result(work.draft, work.instrument)
    try:
        asked = read_request(budget, hours, result.assessment)
    except InputRefused as refused:
        fields = plan_fields({"budget": (budget,), "hours": (hours,)}, refused.problems, language)
        errors = tuple(ErrorLine(field.anchor, field.error) for field in fields if field.error)
        return site.page(request, PlanPage(_place(work, result), fields, errors), 422)
    return site.page(request, _planned(work, result, asked, language))


def _planned(work: Work, result: AssessmentResult, asked: Request, language: str) -> PlanPage:
    place, fields = _place(work, result), plan_fields(announced(asked, language), (), language)
    try:
        planning = make_plans(situation_of(work.instrument, result, ON_PAGE), asked)
    except ProblemsFound as found:
        errors = tuple(ErrorLine("budget", problem_text(problem, language)) for problem in found.problems)
        return PlanPage(place, fields, errors)
    view = present_planning(planning, result, work.instrument, language, ON_PAGE)
    return PlanPage(place, fields, (), PlanShown(view, _report(work, asked)))


def _place(work: Work, result: AssessmentResult) -> PlanPlace:
    return PlanPlace(result.assessment.organisation.name, f"{work.home}/plan", f"{work.home}/results")


def _report(work: Work, asked: Request) -> str:
    """The address of the report with these plans."""
    amounts = {"budget": asked.budget, "hours": asked.hours}
    query = urlencode({name: f"{amount:f}" for name, amount in amounts.items() if amount is not None})
    return f"{work.home}/report.pdf?{query}"

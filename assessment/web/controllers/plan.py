"""What to do with a budget, for a submitted assessment."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromQuery

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
from assessment.web.plans import announced, plan_fields, plan_query, read_request
from assessment.web.rules import AdmissionHere
from assessment.web.site import SiteHere
from assessment.web.turns import rationed
from assessment.web.work import Work


@rationed("/assessments/{assessment_id:str}/plan")
def show_plan(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    budget: FromQuery[str] = "",
    hours: FromQuery[str] = "",
    robust: FromQuery[str] = "",
) -> Response[str]:
    """The plans under a budget, with how sure they are if asked; what cannot be planned is said above the form."""
    work, _at = submitted(site, admission)
    language, result = site.language(request), kept_result(work.draft, work.instrument)
    try:
        asked = read_request(budget, hours, result.assessment)
    except InputRefused as refused:
        fields = plan_fields({"budget": (budget,), "hours": (hours,)}, refused.problems, language)
        errors = tuple(ErrorLine(field.anchor, field.error) for field in fields if field.error)
        return site.page(request, PlanPage(_place(work, result), fields, errors), 422)
    return site.page(request, _planned(work, result, asked, language, robust=bool(robust)))


def _planned(work: Work, result: AssessmentResult, asked: Request, language: str, *, robust: bool) -> PlanPage:
    place, fields = _place(work, result), plan_fields(announced(asked, language), (), language)
    try:
        planning = make_plans(situation_of(work.instrument, result), asked, robust=robust)
    except ProblemsFound as found:
        errors = tuple(ErrorLine("budget", problem_text(problem, language)) for problem in found.problems)
        return PlanPage(place, fields, errors)
    view = present_planning(planning, result, work.instrument, language)
    query = plan_query(asked, robust)
    report, word, sheets = (f"{work.home}/report.{ending}?{query}" for ending in ("pdf", "docx", "xlsx"))
    board = f"{work.home}/board.pdf?{query}"
    sure = None if robust else f"{place.action}?{plan_query(asked, True)}#sure"
    return PlanPage(place, fields, (), PlanShown(view, report, word, sheets, board, sure))


def _place(work: Work, result: AssessmentResult) -> PlanPlace:
    return PlanPlace(result.assessment.organisation.name, f"{work.home}/plan", f"{work.home}/results")

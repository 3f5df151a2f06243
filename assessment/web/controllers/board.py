"""The summary for the board: one page to download."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromQuery

from assessment.services.reports import board_pdf
from assessment.services.submissions import kept_result
from assessment.web.controllers.results import planned, submitted
from assessment.web.http import HttpRequest, to_keep
from assessment.web.own_places import own_place
from assessment.web.rules import AdmissionHere
from assessment.web.site import SiteHere
from assessment.web.turns import rationed


@rationed("/assessments/{assessment_id:str}/board.pdf")
def download_board(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    budget: FromQuery[str] = "",
    hours: FromQuery[str] = "",
) -> Response[bytes]:
    """One page in the language of the page, with a line on the plan where a budget is announced."""
    work, at = submitted(site, admission)
    language, result = site.language(request), kept_result(work.draft, work.instrument)
    content = board_pdf(
        result,
        work.instrument,
        language,
        templates=site.templates,
        worker=site.reports,
        made_at=at,
        planning=planned(work, result, budget, hours),
        place=own_place(site, admission, result, language),
    )
    name = f"{work.questionnaire.id}-board-{at:%Y-%m-%d}-{language}.pdf"
    return to_keep(content, name, "application/pdf")

"""The results of a submitted assessment, on the page and as a report to download."""

from __future__ import annotations

import re
from datetime import datetime

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery

from assessment.domain.plans import Planning, make_plans, situation_of
from assessment.domain.results import AssessmentResult
from assessment.reports.presenters import present
from assessment.services.assessments import load
from assessment.services.reports import report_pdf
from assessment.services.submissions import kept_result
from assessment.storage.assessments import read_revisions, read_submission
from assessment.web.access import RUNS
from assessment.web.errors import Refused
from assessment.web.http import HttpRequest, shown, to_keep
from assessment.web.own_peers import own_peers
from assessment.web.own_places import own_place
from assessment.web.pages import ResultsPage, Revision
from assessment.web.place_words import on_day
from assessment.web.plans import read_request
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import Site, SiteHere
from assessment.web.turns import rationed
from assessment.web.waves import find_waves
from assessment.web.work import Elsewhere, Work


@shown("/assessments/{assessment_id:str}/results", sync_to_thread=True)
def show_results(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, revision: FromQuery[str] = ""
) -> Response[str]:
    """What the answers mean: those sent last, or at an earlier revision."""
    chosen = int(revision) if re.fullmatch(r"[0-9]{1,6}", revision) else None
    work, _ = submitted(site, admission, chosen)
    language, access = site.language(request), admission.to_assessment
    result = kept_result(work.draft, work.instrument)
    view = present(result, work.instrument, language)
    waves = find_waves(site, request, admission)
    fills = access.standing in RUNS or access.respondent is not None
    page = ResultsPage(
        view,
        f"{work.home}/report.pdf",
        f"{work.home}/check" if fills else None,
        f"{work.home}/plan",
        f"{work.home}/report",
        _revisions(site, work, chosen, language),
        not work.draft.submitted,
        own_place(site, admission, result, language),
        own_peers(site, admission, language),
        f"{work.home}/board.pdf",
        f"{work.home}/compare" if waves and waves.others else None,
    )
    return site.page(request, page)


@rationed("/assessments/{assessment_id:str}/report.pdf")
def download_report(
    request: HttpRequest,
    site: SiteHere,
    admission: AdmissionHere,
    budget: FromQuery[str] = "",
    hours: FromQuery[str] = "",
    robust: FromQuery[str] = "",
) -> Response[bytes]:
    """The same results as a report, in the language of the page, with the plans where a budget is announced."""
    work, at = submitted(site, admission)
    language = site.language(request)
    result = kept_result(work.draft, work.instrument)
    content = report_pdf(
        result,
        work.instrument,
        language,
        templates=site.templates,
        worker=site.reports,
        made_at=at,
        planning=planned(work, result, budget, hours, robust),
        place=own_place(site, admission, result, language),
        peers=own_peers(site, admission, language),
    )
    name = f"{work.questionnaire.id}-{at:%Y-%m-%d}-{language}.pdf"
    return to_keep(content, name, "application/pdf")


def planned(work: Work, result: AssessmentResult, budget: str, hours: str, robust: str = "") -> Planning | None:
    """The plans for what was typed, None where no budget is announced. Raises InputRefused."""
    if not budget:
        return None
    asked = read_request(budget, hours, result.assessment)
    return make_plans(situation_of(work.instrument, result), asked, robust=bool(robust))


def submitted(site: Site, admission: Admission, revision: int | None = None) -> tuple[Work, datetime]:
    """An assessment as it was sent last, or at a revision, and when; until it is, only who answers has a page of it.

    Raises NotFoundException for a revision that was never sent.
    """
    access = admission.to_assessment
    with site.database.readings.begin() as session:
        draft = load(session, access.assessment_id, revision=revision)
        sent = read_submission(session.connection(), draft.id, draft.revision if revision is None else revision)
    if draft.revision == 0 and (access.standing in RUNS or access.respondent is not None):
        raise Elsewhere(f"/assessments/{draft.id}")
    if draft.revision == 0:
        raise Refused("not-sent")
    if sent is None or draft.result is None:
        raise NotFoundException
    kept = draft.result["questionnaire"]
    return Work(draft, site.instrument(f"{kept['id']}@{kept['version']}")), sent["submitted_at"]


def _revisions(site: Site, work: Work, chosen: int | None, language: str) -> tuple[Revision, ...]:
    """Everything that was sent, when there is more than one."""
    with site.database.readings.begin() as session:
        rows = read_revisions(session.connection(), work.draft.id)
    now_shown = work.draft.revision if chosen is None else chosen
    found = tuple(
        Revision(
            f"{work.home}/results?revision={row['revision']}",
            on_day(row["submitted_at"], language),
            row["revision"] == now_shown,
        )
        for row in rows
    )
    return found if len(found) > 1 else ()

"""The mirror form of elected members and providers, and the page on which anybody invited says they have finished."""

from __future__ import annotations

from litestar import Response, post
from litestar.response import Redirect
from sqlalchemy.orm import Session

from assessment.services.respondents import finish
from assessment.web.fields import Field, error_lines
from assessment.web.forms import UnreadableForm
from assessment.web.http import HttpRequest, shown
from assessment.web.pages import Bar, QuestionsPage
from assessment.web.pages_people import FinishPage
from assessment.web.promises import deadline_line
from assessment.web.rules import Admission, AdmissionHere, Forbidden, reads_results
from assessment.web.sheets import Choosing, Sheet, keep_sheet, kept_fields, mirror_sheet, statements
from assessment.web.site import FormHere, Site, SiteHere
from assessment.web.work import Elsewhere, Work, changing_work, open_work


@shown("/assessments/{assessment_id:str}/mirror", sync_to_thread=True)
def show_mirror(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """The statements, with the answers kept so far."""
    with site.database.readings.begin() as session:
        work = _mirror_work(site, session, admission)
    if work.share.finished or work.draft.submitted or work.late:
        raise Elsewhere(f"{work.home}/finish")
    language = site.language(request)
    sheet = mirror_sheet(work, language)
    return site.page(request, _page(work, sheet, kept_fields(work, sheet, language)))


@post("/assessments/{assessment_id:str}/mirror", sync_to_thread=True)
def keep_mirror(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Keep the whole page and go on; what cannot be kept stays on it with the reason."""
    language = site.language(request)
    with site.database.sessions.begin() as session:
        _mirror_work(site, session, admission)
        work = changing_work(site, session, admission)
        sheet = mirror_sheet(work, language)
        outcome = keep_sheet(session, work, sheet, form, admission, site.now())
        choosing = Choosing(session.connection(), work, admission.to_assessment.author, language)
        fields = choosing.fields(sheet, form, outcome) if outcome.refused else []
    if outcome.refused:
        return site.page(request, _page(work, sheet, fields), outcome.status)
    return Redirect(f"{work.home}/finish", status_code=303)


@shown("/assessments/{assessment_id:str}/finish", sync_to_thread=True)
def show_finish(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """How much is answered, and the button that says it is all."""
    with site.database.readings.begin() as session:
        work = open_work(site, session, admission)
    if work.share.runs:
        raise Elsewhere(f"{work.home}/check")
    language, bar = site.language(request), _bar(work)
    closed = work.draft.submitted or work.late
    page = FinishPage(
        home=work.home,
        organisation=work.draft.organisation.name if work.draft.organisation else "",
        answered=bar.answered,
        total=bar.total,
        finished=work.share.finished,
        closed=closed,
        deadline=deadline_line(work.draft.deadline, language),
        results=f"{work.home}/results" if work.draft.submitted and reads_results(admission.to_assessment) else None,
    )
    return site.page(request, page)


@post("/assessments/{assessment_id:str}/finish", sync_to_thread=True)
def keep_finish(site: SiteHere, admission: AdmissionHere, form: FormHere) -> Redirect:
    """Say that one has finished, or goes on after all."""
    if form.one("finished") not in ("yes", "no"):
        raise UnreadableForm
    finished = form.one("finished") == "yes"
    with site.database.sessions.begin() as session:
        work = open_work(site, session, admission)
        if work.share.runs:
            raise Forbidden
        respondent = admission.to_assessment.respondent
        if respondent is not None:
            finish(session, work.draft, respondent["id"], finished=finished, now=site.now())
    return Redirect(f"{work.home}/finish" if finished else work.home, status_code=303)


def _mirror_work(site: Site, session: Session, admission: Admission) -> Work:
    work = open_work(site, session, admission)
    if not work.share.mirror:
        raise Forbidden
    return work


def _bar(work: Work) -> Bar:
    if not work.share.mirror:
        return work.outline().bar()
    codes = [item.question.code for item in statements(work)]
    return Bar(f"{work.home}/mirror", sum(code in work.draft.values for code in codes), len(codes))


def _page(work: Work, sheet: Sheet, fields: list[Field]) -> QuestionsPage:
    return QuestionsPage(
        bar=_bar(work),
        steps=(),
        action=sheet.path,
        check=f"{work.home}/finish",
        back="",
        part=sheet.part,
        title=sheet.title,
        intro=sheet.intro,
        runs=False,
        fields=tuple(fields),
        extra=(),
        errors=error_lines(fields),
    )

"""What only whoever runs an assessment does: deadline, hand-over, and what follows once it was sent."""

from __future__ import annotations

from datetime import datetime, time

from litestar import Response, post
from litestar.response import Redirect
from sqlalchemy.orm import Session

from assessment.reports.calendars import calendar_entry
from assessment.services import leading
from assessment.storage.memberships import list_members
from assessment.translation import translate
from assessment.web.form_reading import Fields, Reader, lines_of, only
from assessment.web.http import HttpRequest, shown, to_keep
from assessment.web.pages_people import HandoverPage, SubmittedPage
from assessment.web.participants import Participants
from assessment.web.place_words import HERE, RESULTS_FOR, day_of, on_day
from assessment.web.promises import deadline_line
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, SiteHere
from assessment.web.work import Elsewhere, Work, open_work


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@shown("/assessments/{assessment_id:str}/submitted", sync_to_thread=True)
def show_submitted(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """What was sent, with its reference, and what happens next."""
    with site.database.readings.begin() as session:
        work = open_work(site, session, admission)
    draft, language = work.draft, site.language(request)
    if draft.submitted_at is None or draft.organisation is None:
        raise Elsewhere(work.home)
    page = SubmittedPage(
        home=work.home,
        organisation=draft.organisation.name,
        reference=f"{draft.id[:8]}-{draft.revision}",
        day=on_day(draft.submitted_at, language),
        revision=draft.revision,
        readers=translate(RESULTS_FOR[draft.results_for], language),
        correctable=not work.late,
        deadline=deadline_line(draft.deadline, language),
    )
    return site.page(request, page)


@post("/assessments/{assessment_id:str}/reopen", sync_to_thread=True)
def reopen_assessment(site: SiteHere, admission: AdmissionHere) -> Redirect:
    """Take back what was sent, to correct it before the deadline."""
    with site.database.sessions.begin() as session:
        work = open_work(site, session, admission)
        leading.reopen(session, work.draft, admission.actor, site.now())
    return Redirect(work.home, status_code=303)


@shown("/assessments/{assessment_id:str}/handover", sync_to_thread=True)
def show_handover(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """The members of the organisation who could run the assessment instead."""
    with site.database.readings.begin() as session:
        work = open_work(site, session, admission)
        page = _handover(session, work, Fields(site.language(request)))
    return site.page(request, page)


@post("/assessments/{assessment_id:str}/handover", sync_to_thread=True)
def hand_over_lead(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Let another member run the assessment."""
    reader = Reader(only(form, "member"), site.language(request))
    if not form.one("member"):
        reader.refuse("member", _("Choose who runs the assessment from now on."))
    with site.database.sessions.begin() as session:
        work = open_work(site, session, admission)
        if reader.errors:
            return site.page(request, _handover(session, work, Fields(reader.language, form, reader.errors)), 422)
        leading.hand_over(session, work.draft, form.one("member"), admission.actor, site.now())
    return Redirect(f"/organisations/{work.draft.organisation_id}", status_code=303)


@post("/assessments/{assessment_id:str}/deadline", sync_to_thread=True)
def keep_deadline(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Set another day until which answers are taken, or none."""
    now, language = site.now(), site.language(request)
    reader = Reader(only(form, "deadline"), language)
    day = reader.day("deadline", after=day_of(now))
    with site.database.sessions.begin() as session:
        work = open_work(site, session, admission)
        if reader.errors:
            participants = Participants(session, work, now, language)
            return site.page(request, participants.page(Fields(language, form, reader.errors)), 422)
        end = datetime.combine(day, time(23, 59, 59), HERE) if day else None
        leading.move_deadline(session, work.draft, end, admission.actor, now)
    return Redirect(f"{work.home}/people?done=moved", status_code=303)


@shown("/assessments/{assessment_id:str}/deadline.ics", sync_to_thread=True)
def download_deadline(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[bytes]:
    """The deadline for a calendar."""
    with site.database.readings.begin() as session:
        work = open_work(site, session, admission)
    if work.draft.deadline is None or work.draft.organisation is None:
        raise Elsewhere(work.home)
    name = work.draft.organisation.name
    language = site.language(request)
    summary = translate("Digital skills assessment of %(organisation)s: last day", language, organisation=name)
    content = calendar_entry(work.draft.id, work.draft.deadline, summary, site.address(work.home), site.now())
    return to_keep(content, "deadline.ics", "text/calendar")


def _handover(session: Session, work: Work, fields: Fields) -> HandoverPage:
    members = list_members(session.connection(), work.draft.organisation_id or "")
    others = [
        (row["id"], row["name"])
        for row in members
        if row["person_id"] != work.draft.lead_id and row["disabled_at"] is None
    ]
    member = fields.choices("member", _("Who runs the assessment from now on?"), others)
    return HandoverPage(
        home=work.home,
        organisation=work.draft.organisation.name if work.draft.organisation else "",
        member=member,
        errors=lines_of([member]),
    )

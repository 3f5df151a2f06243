"""The people of an assessment: who is invited, how far each has come, and who else may read the results."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from litestar import Response, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import RowMapping

from assessment.domain.participation import OVER, participation
from assessment.domain.questionnaire import RespondentRole
from assessment.services.assessments import load
from assessment.services.readers import add_reader, revoke_reader
from assessment.services.respondents import Guest, Sender, Sent, invite, resend, revoke, role_word
from assessment.services.secrets import new_secret
from assessment.storage.respondents import read_respondents
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.forms import Form, UnreadableForm
from assessment.web.guest_lists import GuestList, read_guests
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_people import GuestRow, NewLink, PreviewPage
from assessment.web.participants import READER_LIFETIMES, Participants, asked_words, list_field
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere
from assessment.web.work import Work, changing_work, open_work


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@shown("/assessments/{assessment_id:str}/people", sync_to_thread=True)
def show_people(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, done: FromQuery[str] = ""
) -> Response[str]:
    """Who takes part, and the forms to invite more."""
    with site.database.readings.begin() as session:
        participants = Participants(session, open_work(site, session, admission), site.now(), site.language(request))
        page = participants.page(Fields(participants.language), done=done)
    return site.page(request, page)


@post("/assessments/{assessment_id:str}/people/preview", sync_to_thread=True)
def preview_invitations(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str]:
    """The list as it was understood; nobody is written to yet."""
    language = site.language(request)
    with site.database.readings.begin() as session:
        work = changing_work(site, session, admission)
        work.route()
        reader = Reader(only(form, "list", "role", "parts"), language)
        role, parts = _asked(reader, work)
        if not form.one("list"):
            reader.refuse("list", _("Write at least one e-mail address."))
        if reader.errors:
            participants = Participants(session, work, site.now(), language)
            return site.page(request, participants.page(Fields(language, form, reader.errors)), 422)
        found = read_guests(form.one("list"), role, language)
        known = _known(read_respondents(session.connection(), work.draft.id), site.now())
    page = _preview(work, found, known, form, parts, language)
    return site.page(request, page, 422 if found.problems else 200)


@post("/assessments/{assessment_id:str}/people/invite", sync_to_thread=True)
def send_invitations(request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere) -> Response[str]:
    """Invite everybody on the list, and show each one's link this once."""
    language, now = site.language(request), site.now()
    with site.database.sessions.begin() as session:
        work = changing_work(site, session, admission)
        work.route()
        reader = Reader(only(form, "list", "role", "parts"), language)
        role, parts = _asked(reader, work)
        found = read_guests(form.one("list"), role, language)
        if reader.errors or found.problems:
            raise UnreadableForm
        guests = _others(found.guests, admission)
        sent = invite(session, work.draft, guests, parts, _sender(site, admission, language), now)
        participants = Participants(session, work, now, language)
        page = participants.page(Fields(language), links=_links(site, sent), done="invited" if sent else "nobody")
    return site.page(request, page)


@post("/assessments/{assessment_id:str}/people/{respondent_id:str}/resend", sync_to_thread=True)
def resend_invitation(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, respondent_id: FromPath[str]
) -> Redirect:
    """Send somebody a new link, at most once an hour."""
    with site.database.sessions.begin() as session:
        work = changing_work(site, session, admission)
        sender = _sender(site, admission, site.language(request))
        resend(session, work.draft, respondent_id, sender, site.now())
    return Redirect(f"{work.home}/people?done=resent", status_code=303)


@post("/assessments/{assessment_id:str}/people/{respondent_id:str}/revoke", sync_to_thread=True)
def revoke_invitation(
    site: SiteHere, admission: AdmissionHere, assessment_id: FromPath[str], respondent_id: FromPath[str]
) -> Redirect:
    """Take an invitation back, at once on every device."""
    with site.database.sessions.begin() as session:
        revoke(session, load(session, assessment_id), respondent_id, admission.actor, site.now())
    return Redirect(f"/assessments/{assessment_id}/people?done=withdrawn", status_code=303)


@post("/assessments/{assessment_id:str}/readers", sync_to_thread=True)
def add_reader_link(request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere) -> Response[str]:
    """Make a link to the results and show it this once."""
    language, now = site.language(request), site.now()
    with site.database.sessions.begin() as session:
        work = open_work(site, session, admission)
        reader = Reader(only(form, "reader", "days"), language)
        name = reader.text("reader", _("Write for whom the link is."))
        days = reader.one_of("days", [str(days) for days in READER_LIFETIMES])
        links: tuple[NewLink, ...] = ()
        if not reader.errors:
            token = add_reader(session, work.draft, name, timedelta(days=int(days)), admission.actor, now)
            links = (NewLink("reader-link", name, site.address(f"/s/{token}")),)
        fields = Fields(language, form, reader.errors) if reader.errors else Fields(language)
        page = Participants(session, work, now, language).page(fields, links=links)
    return site.page(request, page, 422 if reader.errors else 200)


@post("/assessments/{assessment_id:str}/readers/{reader_id:str}/revoke", sync_to_thread=True)
def revoke_reader_link(
    site: SiteHere, admission: AdmissionHere, assessment_id: FromPath[str], reader_id: FromPath[str]
) -> Redirect:
    """Let a link open nothing any more."""
    with site.database.sessions.begin() as session:
        revoke_reader(session, load(session, assessment_id), reader_id, admission.actor, site.now())
    return Redirect(f"/assessments/{assessment_id}/people?done=closed", status_code=303)


def _asked(reader: Reader, work: Work) -> tuple[RespondentRole, tuple[str, ...]]:
    """For which role and which dimensions people are invited; all of them is said as none."""
    role = reader.one_of("role", list(RespondentRole))
    every = [item.id for item in work.questionnaire.dimensions]
    parts = reader.some_of("parts", every, _("Choose at least one dimension."))
    return RespondentRole(role or RespondentRole.STAFF), () if len(parts) == len(every) else parts


def _known(rows: Iterable[RowMapping], now: datetime) -> frozenset[str]:
    """The addresses of those who are invited already, in whatever way it has not come to an end."""
    return frozenset(row["email_key"] for row in rows if participation(row, now) not in OVER)


def _others(guests: Iterable[Guest], admission: Admission) -> list[Guest]:
    """Everybody but whoever invites."""
    own = admission.signed_in.email.casefold()
    return [guest for guest in guests if guest.address.key != own]


def _sender(site: Site, admission: Admission, language: str) -> Sender:
    return Sender(
        seal=site.seal,
        address=site.address,
        inviter=admission.signed_in.name,
        language=language,
        actor=admission.actor,
    )


def _links(site: Site, sent: Iterable[Sent]) -> tuple[NewLink, ...]:
    return tuple(
        NewLink(f"link-{new_secret()[:6]}", item.name or item.email, site.address(f"/i/{item.token}")) for item in sent
    )


def _preview(
    work: Work, found: GuestList, known: frozenset[str], form: Form, parts: tuple[str, ...], language: str
) -> PreviewPage:
    titles = [item.title.text(language) for item in work.questionnaire.dimensions if item.id in parts]
    new = [guest for guest in found.guests if guest.address.key not in known]
    return PreviewPage(
        home=f"{work.home}/people",
        guests=tuple(
            GuestRow(
                guest.address.email,
                guest.name,
                role_word(guest.role, language),
                asked_words(guest.role, titles, language),
            )
            for guest in new
        ),
        known=tuple(guest.address.email for guest in found.guests if guest.address.key in known),
        merged=found.merged,
        problems=found.problems,
        list=list_field(Fields(language, form)),
        role=form.one("role"),
        parts=form.typed.get("parts", ()),
    )

"""The links that are mailed or passed on: an invitation to answer, and a link to read results."""

from __future__ import annotations

import re

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.orm import Session

from assessment.domain.participation import share_for
from assessment.domain.questionnaire import RespondentRole
from assessment.services import invitations as service
from assessment.services.addresses import address_key
from assessment.services.assessments import KEY_LIFETIME
from assessment.services.invitations import Entry, Here, Invited
from assessment.services.readers import open_reader
from assessment.services.respondents import role_word
from assessment.storage.accounts import find_person
from assessment.translation import translate
from assessment.web.errors import Refused
from assessment.web.form_reading import Fields, lines_of
from assessment.web.http import HttpRequest, shown
from assessment.web.link_tokens import require_token_form
from assessment.web.pages_people import InvitationPage
from assessment.web.promises import deadline_line, promise_sentences
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.sheets import statements
from assessment.web.site import FormHere, Site, SiteHere
from assessment.web.work import Work

PURPOSE = "invitation"
QUESTIONS_A_MINUTE = 2
STATEMENTS_MINUTES = 5
NO_REFERRER = {"Referrer-Policy": "no-referrer"}


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@shown("/i/{token:str}", sync_to_thread=False)
def open_invitation_link(site: SiteHere, token: FromPath[str]) -> Redirect:
    """Put the token into a cookie, whatever it opens, and show the page; nothing is used up by that."""
    require_token_form(token, "unknown-link")
    return Redirect("/invitation", status_code=303, cookies=[site.cookies.token(PURPOSE, token)], headers=NO_REFERRER)


@get("/s/{token:str}", sync_to_thread=True)
def open_reader_link(request: HttpRequest, site: SiteHere, token: FromPath[str]) -> Redirect:
    """Swap the token of a link to results for a cookie; the link keeps working while it is valid."""
    with site.database.sessions.begin() as session:
        entry = open_reader(session, token, lambda it: site.cookies.key_in(request.cookies, it), site.now())
    if entry is None:
        raise Refused("unknown-link")
    return _enter(site, entry, "results")


@shown("/invitation", sync_to_thread=True)
def show_invitation(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """Who invites, to what, how long it takes and who will see what; or why the invitation opens nothing."""
    with site.database.readings.begin() as session:
        page = _page(site, request, session, admission, Fields(site.language(request)))
    return site.page(request, page)


@post("/invitation/start", sync_to_thread=True)
def start_answering(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Redirect:
    """Begin, or go on in a browser that has begun."""
    token = _token(site, request)
    with site.database.sessions.begin() as session:
        here = _here(site, request, session, admission, token)
        entry = service.accept(session, token, here, site.now())
    return _enter(site, entry)


@post("/invitation/decline", sync_to_thread=True)
def refuse_invitation(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Redirect:
    """Say that the invitation reached the wrong person."""
    token = _token(site, request)
    with site.database.sessions.begin() as session:
        service.decline(session, token, _here(site, request, session, admission, token), site.now())
    return Redirect("/invitation", status_code=303)


@post("/invitation/code", sync_to_thread=True)
def mail_code(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Redirect:
    """Mail a code to the address that was invited."""
    token = _token(site, request)
    with site.database.sessions.begin() as session:
        here = _here(site, request, session, admission, token)
        service.send_code(session, token, here, site.seal, site.now())
    return Redirect("/invitation?code=sent", status_code=303)


@post("/invitation/open", sync_to_thread=True)
def open_with_code(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Open the invitation on this device with the code that was mailed."""
    token, code = _token(site, request), re.sub(r"\s", "", form.one("code"))
    with site.database.sessions.begin() as session:
        here = _here(site, request, session, admission, token)
        entry = service.enter_code(session, token, here, code, site.now())
    if entry is not None:
        return _enter(site, entry)
    wrong = _("This is not the code mailed last, or its ten minutes or five tries are over. Ask for another one.")
    language = site.language(request)
    with site.database.readings.begin() as session:
        fields = Fields(language, errors={"code": translate(wrong, language)})
        page = _page(site, request, session, admission, fields, coded=True)
    return site.page(request, page, 422)


def _token(site: Site, request: HttpRequest) -> str:
    token = site.cookies.token_in(request.cookies, PURPOSE)
    if token is None:
        raise Refused("unknown-link")
    return token


def _here(site: Site, request: HttpRequest, session: Session, admission: Admission, token: str) -> Here:
    """Who is at the link, as far as this browser and its session tell."""
    found = service.look(session, token, Here(), site.now())
    key = site.cookies.key_in(request.cookies, found.draft.id) if found else None
    person = admission.person
    if person is None or not person.verified:
        return Here(key=key)
    return Here(key=key, person_id=person.person_id, email_key=address_key(person.email))


def _enter(site: Site, entry: Entry, page: str = "") -> Redirect:
    path = f"/assessments/{entry.assessment_id}" + (f"/{page}" if page else "")
    cookie = site.cookies.key(entry.assessment_id, entry.key, KEY_LIFETIME)
    return Redirect(path, status_code=303, cookies=[cookie], headers=NO_REFERRER)


def _page(
    site: Site, request: HttpRequest, session: Session, admission: Admission, fields: Fields, *, coded: bool = False
) -> InvitationPage:
    token = _token(site, request)
    found = service.look(session, token, _here(site, request, session, admission, token), site.now())
    if found is None:
        raise Refused("unknown-link")
    code = fields.box(
        "code", _("The six digits of the letter"), _("They work for ten minutes."), autocomplete="one-time-code"
    )
    language, draft = fields.language, found.draft
    lead = find_person(session.connection(), draft.lead_id) if draft.lead_id else None
    work = Work(draft, site.instrument(draft.questionnaire), share_for(draft.mode, found.row))
    questions = _questions(work)
    form, minimum = work.share.form, work.questionnaire.rules.role_answers
    titles = [item.title.text(language) for item in work.questionnaire.dimensions if item.id in work.share.parts]
    return InvitationPage(
        landing=found.landing.value,
        inviter=lead["name"] if lead else translate("Your organisation", language),
        organisation=draft.organisation.name if draft.organisation else "",
        role=role_word(RespondentRole(found.row["role"]), language),
        email=_masked(found),
        minutes=STATEMENTS_MINUTES if work.share.mirror else max(5, questions // QUESTIONS_A_MINUTE),
        questions=questions,
        parts=tuple(titles),
        promises=promise_sentences(draft.mode, form, draft.results_for, minimum, language),
        deadline=deadline_line(draft.deadline, language),
        coded=coded or "code" in request.query_params,
        code=code,
        errors=lines_of([code]),
    )


def _questions(work: Work) -> int:
    """How many questions are put to this person."""
    if work.share.mirror:
        return len(statements(work))
    return 0 if work.draft.organisation is None else work.outline().bar().total


def _masked(found: Invited) -> str:
    """Enough of the address for its owner to know it, and no more for anybody else."""
    name, _at, domain = str(found.row["email"]).rpartition("@")
    return f"{name[:2]}…@{domain}"

"""A person's own account: name and language, password, sessions."""

from __future__ import annotations

from litestar import Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from assessment.domain.membership import needs_second_factor
from assessment.services.accounts import (
    change_details,
    change_password,
    end_other_sessions,
    end_session,
    sessions_of,
)
from assessment.services.sign_in import renew_session
from assessment.storage.access import SignedIn
from assessment.storage.accounts import count_recovery_codes
from assessment.translation import LANGUAGES, translate
from assessment.web.form_reading import Fields, Reader, only
from assessment.web.http import HttpRequest, shown
from assessment.web.new_passwords import new_password_line, password_in, what_is_wrong
from assessment.web.own_password import is_own_password
from assessment.web.pages_accounts import AccountPage, PasswordPage, SessionRow
from assessment.web.place_words import on_day
from assessment.web.proofs import WRONG_PASSWORD
from assessment.web.rules import AdmissionHere
from assessment.web.site import LANGUAGE_NAMES, FormHere, Site, SiteHere


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


NAME = _("Your name")
NO_NAME = _("Write your name.")


@shown("/account", sync_to_thread=True)
def show_account(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, done: FromQuery[str] = ""
) -> Response[str]:
    """The account as it is."""
    page = _page(site, admission.signed_in, Fields(site.language(request)), saved=bool(done))
    return site.page(request, page)


@post("/account", sync_to_thread=True)
def keep_account(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Keep name and language."""
    only(form, "name", "language")
    person, reader = admission.signed_in, Reader(form, site.language(request))
    name, language = reader.text("name", NO_NAME), reader.one_of("language", LANGUAGES)
    if reader.errors:
        fields = Fields(reader.language, form, reader.errors)
        return site.page(request, _page(site, person, fields, saved=False), 422)
    with site.database.sessions.begin() as session:
        change_details(session, person.person_id, name=name, language=language, now=site.now())
    return Redirect("/account?done=yes", status_code=303, cookies=[site.cookies.language(language)])


@shown("/account/password", sync_to_thread=True)
def show_password(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """Ask for the present password and a new one."""
    return site.page(request, _password_page(admission.signed_in, Fields(site.language(request))))


@post("/account/password", sync_to_thread=True)
def keep_password(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Keep a new password; this session gets a new key, every other one ends."""
    only(form, "current", "password", "email")
    person, language = admission.signed_in, site.language(request)
    password, words = password_in(form, "password"), (person.email, person.name)
    errors = what_is_wrong(password, language, second_factor=person.has_second_factor, words=words)
    if not errors and not is_own_password(request, site, person, form, "current"):
        errors = {"current": translate(WRONG_PASSWORD, language)}
    if errors:
        return site.page(request, _password_page(person, Fields(language, form, errors)), 422)
    kept = site.passwords.hash(password)
    with site.database.sessions.begin() as session:
        change_password(session, site.seal, person.person_id, kept, session_id=person.session_id, now=site.now())
        key = renew_session(session, person.session_id)
    return Redirect("/account?done=yes", status_code=303, cookies=[site.cookies.session(key)])


@post("/account/sessions/{session_id:str}/end", sync_to_thread=True)
def end_one_session(site: SiteHere, admission: AdmissionHere, session_id: FromPath[str], form: FormHere) -> Redirect:
    """End one of one's own sessions."""
    only(form)
    with site.database.sessions.begin() as session:
        ended = end_session(session, admission.signed_in.person_id, session_id, site.now())
    if not ended:
        raise NotFoundException
    return Redirect("/account?done=yes#sessions", status_code=303)


@post("/account/sessions/end", sync_to_thread=True)
def end_sessions(site: SiteHere, admission: AdmissionHere, form: FormHere) -> Redirect:
    """End all of one's sessions but this one."""
    only(form)
    person = admission.signed_in
    with site.database.sessions.begin() as session:
        end_other_sessions(session, person.person_id, session_id=person.session_id, now=site.now())
    return Redirect("/account?done=yes#sessions", status_code=303)


def _page(site: Site, person: SignedIn, fields: Fields, *, saved: bool) -> AccountPage:
    language = fields.language
    with site.database.readings.begin() as session:
        rows = sessions_of(session, person.person_id, site.now())
        left = count_recovery_codes(session.connection(), person.person_id)
    languages = [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]
    lines = {
        "name": fields.box("name", NAME, value=person.name, autocomplete="name"),
        "language": fields.choices("language", _("Language of letters to you"), languages, first=[person.language]),
    }
    shown = tuple(
        SessionRow(
            device=row["device"] or translate("Unknown browser", language),
            since=on_day(row["created_at"], language),
            end=None if row["id"] == person.session_id else f"/account/sessions/{row['id']}/end",
        )
        for row in rows
    )
    return AccountPage(
        fields=lines,
        email=person.email,
        second_factor=person.has_second_factor,
        may_turn_off=person.has_second_factor and not needs_second_factor(person.memberships),
        codes_left=left,
        sessions=shown,
        saved=saved,
    )


def _password_page(person: SignedIn, fields: Fields) -> PasswordPage:
    lines = {
        "current": fields.box("current", _("Your password until now"), autocomplete="current-password"),
        "password": new_password_line(fields, second_factor=person.has_second_factor),
    }
    return PasswordPage(fields=lines, email=person.email)

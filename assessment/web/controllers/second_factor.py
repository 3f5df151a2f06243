"""The second factor: shown at signing in, set up, and the recovery codes for the day the telephone is lost."""

from __future__ import annotations

import segno
from litestar import Response, post
from litestar.params import FromQuery
from litestar.response import Redirect

from assessment.domain.membership import needs_second_factor
from assessment.services.accounts import keep_factor, renew_recovery_codes, use_code
from assessment.services.attempts import TooManyTries
from assessment.services.second_factor import Factor, Shown, new_factor, read_factor, try_code
from assessment.services.sign_in import complete_sign_in, renew_session
from assessment.storage.access import SignedIn
from assessment.storage.accounts import count_recovery_codes
from assessment.translation import translate
from assessment.web.controllers.links import own_path
from assessment.web.controllers.sign_in import HOME
from assessment.web.errors import Refused
from assessment.web.form_reading import Fields, only
from assessment.web.forms import Form
from assessment.web.http import HttpRequest, shown
from assessment.web.pages_accounts import CodesPage, RecoveryPage, SecondFactorPage, SetUpPage
from assessment.web.proofs import PASSED, REUSED, WRONG, proof_lines, proof_missing
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


WRONG_FIRST = _("This code is not right. Check the clock of your telephone and type the code it shows now.")
TOO_OLD = _("This page was open for too long. Scan the new code below, then type what your application shows.")
CODE = _("Code")


@shown("/sign-in/second-factor", sync_to_thread=True)
def ask_code(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, back: FromQuery[str] = HOME
) -> Response[str] | Redirect:
    """Ask for the code, where it is still missing."""
    if admission.signed_in.verified:
        return Redirect(own_path(back), status_code=303)
    return site.page(request, _code_page(Fields(site.language(request)), back))


@post("/sign-in/second-factor", sync_to_thread=True)
def show_code(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Open everything to whoever has the right code, in a session with a new key."""
    only(form, "code", "back")
    person, back = admission.signed_in, form.one("back") or HOME
    if person.verified:
        return Redirect(own_path(back), status_code=303)
    with site.database.sessions.begin() as session:
        wait = try_code(session, person.person_id, site.now())
        shown = None if wait else use_code(session, site.seal, person.person_id, form.one("code"), site.now())
        passed = shown in PASSED
        key = complete_sign_in(session, person.person_id, person.session_id, site.now()) if passed else ""
    if wait is not None:
        raise TooManyTries(wait)
    if not passed:
        language = site.language(request)
        fields = Fields(language, form, {"code": translate(REUSED if shown is Shown.REUSED else WRONG, language)})
        return site.page(request, _code_page(fields, back), 422)
    return Redirect(own_path(back), status_code=303, cookies=[site.cookies.session(key)])


@shown("/account/second-factor", sync_to_thread=True)
def show_set_up(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """A new second factor to set up."""
    person = admission.signed_in
    factor = new_factor(site.seal, person.person_id, site.now())
    return site.page(request, _set_up_page(site, person, factor, Fields(site.language(request))))


@post("/account/second-factor", sync_to_thread=True)
def set_up(request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere) -> Response[str]:
    """Keep the second factor once its first code was shown, by somebody who proves again who they are."""
    only(form, "factor", "code", "current")
    person, language = admission.signed_in, site.language(request)
    factor = read_factor(site.seal, form.one("factor"), person.person_id, site.now())
    if factor is None:
        fresh = new_factor(site.seal, person.person_id, site.now())
        return _refused(request, site, person, fresh, form, {"code": translate(TOO_OLD, language)})
    wrong = proof_missing(request, site, person, form)
    if wrong:
        return _refused(request, site, person, factor, form, {"current": translate(wrong, language)})
    with site.database.sessions.begin() as session:
        codes = keep_factor(
            session,
            site.seal,
            person.person_id,
            factor,
            form.one("code"),
            session_id=person.session_id,
            now=site.now(),
        )
        key = renew_session(session, person.session_id, verified_at=site.now()) if codes else ""
    if codes is None:
        return _refused(request, site, person, factor, form, {"code": translate(WRONG_FIRST, language)})
    return site.page(request, CodesPage(codes), session_key=key)


@shown("/account/recovery-codes", sync_to_thread=True)
def show_recovery(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """How many recovery codes are left."""
    return site.page(request, _recovery_page(site, admission.signed_in, Fields(site.language(request))))


@post("/account/recovery-codes", sync_to_thread=True)
def make_recovery_codes(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str]:
    """Ten new recovery codes for whoever shows the second factor once more."""
    only(form, "current")
    person, language = admission.signed_in, site.language(request)
    wrong = proof_missing(request, site, person, form)
    if wrong:
        fields = Fields(language, form, {"current": translate(wrong, language)})
        return site.page(request, _recovery_page(site, person, fields), 422)
    with site.database.sessions.begin() as session:
        codes = renew_recovery_codes(session, site.seal, person.person_id, session_id=person.session_id, now=site.now())
        key = renew_session(session, person.session_id)
    return site.page(request, CodesPage(codes), session_key=key)


def _refused(
    request: HttpRequest, site: Site, person: SignedIn, factor: Factor, form: Form, errors: dict[str, str]
) -> Response[str]:
    return site.page(request, _set_up_page(site, person, factor, Fields(site.language(request), form, errors)), 422)


def _code_page(fields: Fields, back: str) -> SecondFactorPage:
    hint = _("The six digits that your application shows now, or one of your recovery codes.")
    lines = {"code": fields.box("code", CODE, hint, autocomplete="one-time-code")}
    return SecondFactorPage(fields=lines, back=own_path(back))


def _set_up_page(site: Site, person: SignedIn, factor: Factor, fields: Fields) -> SetUpPage:
    lines = {"code": fields.box("code", _("The code your application shows now"), autocomplete="one-time-code")}
    address = factor.address(person.email, translate("Digital skills assessment", fields.language))
    return SetUpPage(
        fields=lines | proof_lines(site, person, fields),
        image=segno.make(address, micro=False).svg_data_uri(scale=5, light="white"),
        key=factor.key,
        sealed=factor.sealed,
        required=needs_second_factor(person.memberships),
        replaces=person.has_second_factor,
    )


def _recovery_page(site: Site, person: SignedIn, fields: Fields) -> RecoveryPage:
    if not person.has_second_factor:
        raise Refused("no-second-factor")
    with site.database.readings.begin() as session:
        left = count_recovery_codes(session.connection(), person.person_id)
    return RecoveryPage(fields=proof_lines(site, person, fields), left=left)

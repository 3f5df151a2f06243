"""Doing without a second factor again, where no role asks for one."""

from __future__ import annotations

from litestar import Response, post
from litestar.response import Redirect

from assessment.domain.membership import needs_second_factor
from assessment.services.accounts import turn_off_factor
from assessment.services.passwords import stands_alone
from assessment.services.sign_in import renew_session
from assessment.storage.access import SignedIn
from assessment.translation import translate
from assessment.web.errors import Refused
from assessment.web.form_reading import Fields, only
from assessment.web.forms import Form
from assessment.web.http import HttpRequest, shown
from assessment.web.new_passwords import password_in
from assessment.web.own_password import is_own_password
from assessment.web.pages_accounts import FactorOffPage
from assessment.web.proofs import WRONG_PASSWORD, has_password, password_line, proof_lines, proof_missing
from assessment.web.rules import AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


TOO_SHORT = _("This password is too short to stand alone. Change it to one of 15 characters or more first.")


@shown("/account/second-factor/off", sync_to_thread=True)
def show_factor_off(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """What turning it off means, and the proof that it is still the person."""
    return site.page(request, _page(site, _may(admission.signed_in), Fields(site.language(request))))


@post("/account/second-factor/off", sync_to_thread=True)
def turn_factor_off(
    request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere
) -> Response[str] | Redirect:
    """Turn it off for whoever shows it once more, and has a password that may stand alone."""
    only(form, "password", "current")
    person = _may(admission.signed_in)
    errors = _what_is_wrong(request, site, person, form)
    if errors:
        return site.page(request, _page(site, person, Fields(site.language(request), form, errors)), 422)
    with site.database.sessions.begin() as session:
        turn_off_factor(session, site.seal, person.person_id, session_id=person.session_id, now=site.now())
        key = renew_session(session, person.session_id)
    return Redirect("/account?done=yes", status_code=303, cookies=[site.cookies.session(key)])


def _may(person: SignedIn) -> SignedIn:
    """The person, who has a second factor and need not. Raises Refused."""
    if not person.has_second_factor:
        raise Refused("no-second-factor")
    if needs_second_factor(person.memberships):
        raise Refused("factor-needed")
    return person


def _what_is_wrong(request: HttpRequest, site: Site, person: SignedIn, form: Form) -> dict[str, str]:
    """What is wrong, by name of the line; the code, which is used up when right, comes last."""
    language = site.language(request)
    if not is_own_password(request, site, person, form, "password"):
        return {"password": translate(WRONG_PASSWORD, language)}
    if has_password(site, person) and not stands_alone(password_in(form, "password")):
        return {"password": translate(TOO_SHORT, language)}
    wrong = proof_missing(request, site, person, form)
    return {"current": translate(wrong, language)} if wrong else {}


def _page(site: Site, person: SignedIn, fields: Fields) -> FactorOffPage:
    lines = {"password": password_line(fields, "password")} if has_password(site, person) else {}
    return FactorOffPage(fields=lines | proof_lines(site, person, fields), email=person.email)

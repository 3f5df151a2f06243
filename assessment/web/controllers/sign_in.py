"""Signing in and out, and staying signed in."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from litestar import Response, post
from litestar.params import FromQuery
from litestar.response import Redirect

from assessment.services.addresses import address_key
from assessment.services.attempts import TooManyTries
from assessment.services.passwords import stands_alone
from assessment.services.sign_in import (
    Candidate,
    Knock,
    begin_sign_in,
    issue_reset,
    refuse_sign_in,
    sign_in_by_password,
    sign_out,
)
from assessment.translation import translate
from assessment.web.client_address import client_address
from assessment.web.controllers.links import own_path
from assessment.web.devices import device_name
from assessment.web.form_reading import Fields, only
from assessment.web.forms import Form
from assessment.web.http import HttpRequest, shown
from assessment.web.journeys import HINT
from assessment.web.new_passwords import password_in
from assessment.web.pages_accounts import SignInPage
from assessment.web.pages_oidc import OnwardPage
from assessment.web.providers import way_out
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere

HOME = "/home"
FORGET = '"cache", "storage"'
"""What the browser forgets at signing out. Not its cookies: those of private links are nobody else's business."""


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


WRONG = _("The e-mail address or the password is not right. Check both and try again.")


@shown("/sign-in", sync_to_thread=True)
def show_sign_in(
    request: HttpRequest, site: SiteHere, back: FromQuery[str] = HOME, renewed: FromQuery[str] = ""
) -> Response[str]:
    """Ask for e-mail address and password."""
    return site.page(request, _page(Fields(site.language(request)), back, renewed=bool(renewed)))


@post("/sign-in", sync_to_thread=True)
def sign_in(request: HttpRequest, site: SiteHere, form: FormHere) -> Response[str] | Redirect:
    """Let in whoever has the right password, in a new session; a wrong one is answered alike for everybody."""
    only(form, "email", "password", "back")
    password = password_in(form, "password")
    knock = Knock(address_key(form.one("email")), client_address(request, site.settings.trusted_proxies))
    with site.passwords.place():
        with site.database.sessions.begin() as session:
            candidate = begin_sign_in(session, knock, site.now())
        if isinstance(candidate, timedelta):
            raise TooManyTries(candidate)
        right = site.passwords.matches(password, candidate.password_hash)
    if not right:
        with site.database.sessions.begin() as session:
            refuse_sign_in(session, candidate, site.now())
        return _wrong(request, site, form)
    if candidate.person_id and not candidate.has_second_factor and not stands_alone(password):
        return _choose_longer(site, candidate.person_id)
    key = _begin_session(request, site, knock, candidate)
    return _wrong(request, site, form) if key is None else _signed_in(request, site, candidate, key, form)


@post("/sign-out", sync_to_thread=True)
def leave(request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere) -> Response[str] | Redirect:
    """End the session, and let the browser forget what it kept of our pages; whoever came by the provider leaves it."""
    only(form)
    person = admission.signed_in
    onward = way_out(request, site, person.person_id)
    with site.database.sessions.begin() as session:
        sign_out(session, person.person_id, person.session_id, site.now())
    request.state.admission = Admission()  # what is shown next is shown to nobody
    answer: Response[str] | Redirect = Redirect("/", status_code=303)
    if onward is not None:
        answer = site.page(request, OnwardPage(onward, out=True))
    answer.set_cookie(site.cookies.no_session())
    answer.set_cookie(site.cookies.no_token(HINT))
    answer.headers["Clear-Site-Data"] = FORGET
    return answer


@post("/session/stay", sync_to_thread=True, status_code=204)
def stay(form: FormHere) -> None:
    """Stay signed in: coming here counts as being active, like any other page."""
    only(form)


def _wrong(request: HttpRequest, site: Site, form: Form) -> Response[str]:
    language = site.language(request)
    fields = Fields(language, form, {"email": translate(WRONG, language)})
    return site.page(request, _page(fields, form.one("back"), renewed=False), 422)


def _page(fields: Fields, back: str, *, renewed: bool) -> SignInPage:
    lines = {
        "email": fields.box("email", _("E-mail address"), autocomplete="username"),
        "password": fields.box("password", _("Password"), autocomplete="current-password"),
    }
    return SignInPage(fields=lines, back=own_path(back) if back else HOME, renewed=renewed)


def _choose_longer(site: Site, person_id: str) -> Redirect:
    """The password was right but may not stand alone: it opens nothing but the choice of a longer one."""
    with site.database.sessions.begin() as session:
        token = issue_reset(session, person_id, site.now())
    return Redirect("/reset?short=yes", status_code=303, cookies=[site.cookies.token("reset", token)])


def _begin_session(request: HttpRequest, site: Site, knock: Knock, candidate: Candidate) -> str | None:
    with site.database.sessions.begin() as session:
        return sign_in_by_password(
            session,
            knock,
            candidate,
            device=device_name(request.headers.get("user-agent", "")),
            old_key=site.cookies.session_in(request.cookies),
            now=site.now(),
        )


def _signed_in(request: HttpRequest, site: Site, candidate: Candidate, key: str, form: Form) -> Redirect:
    path = own_path(form.one("back") or HOME)
    if candidate.has_second_factor:
        path = f"/sign-in/second-factor?{urlencode({'back': path})}"
    cookies = [site.cookies.session(key)]
    if site.cookies.language_in(request.cookies) is None:
        cookies.append(site.cookies.language(candidate.language))
    return Redirect(path, status_code=303, cookies=cookies)

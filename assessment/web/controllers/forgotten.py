"""A password that was forgotten: a letter with a link, and the choice of a new one."""

from __future__ import annotations

from litestar import Response, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import RowMapping

from assessment.services.accounts import reset_password, words_about
from assessment.services.addresses import AddressRefused, read_address
from assessment.services.attempts import TooManyTries, take_try
from assessment.services.secrets import hash_of
from assessment.services.sign_in import RESETS_FROM_CLIENT, ask_reset, find_reset
from assessment.translation import translate
from assessment.web.client_address import client_address
from assessment.web.errors import Refused
from assessment.web.form_reading import Fields, only
from assessment.web.http import HttpRequest, shown
from assessment.web.link_tokens import require_token_form
from assessment.web.new_passwords import new_password_line, password_in, what_is_wrong
from assessment.web.pages_accounts import ForgottenPage, ResetPage
from assessment.web.site import FormHere, Site, SiteHere

PURPOSE = "reset"


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@shown("/forgotten", sync_to_thread=True)
def show_forgotten(request: HttpRequest, site: SiteHere, sent: FromQuery[str] = "") -> Response[str]:
    """Ask for the address to send a link to."""
    return site.page(request, _forgotten_page(Fields(site.language(request)), sent=bool(sent)))


@post("/forgotten", sync_to_thread=True)
def send_link(request: HttpRequest, site: SiteHere, form: FormHere) -> Response[str] | Redirect:
    """Answer, and only then look whether anybody has this address: the answer tells nothing, nor does its time."""
    only(form, "email")
    try:
        address = read_address(form.one("email"))
    except AddressRefused as refused:
        language = site.language(request)
        fields = Fields(language, form, {"email": translate(refused.message, language)})
        return site.page(request, _forgotten_page(fields, sent=False), 422)
    client = hash_of(client_address(request, site.settings.trusted_proxies))
    with site.database.sessions.begin() as session:
        wait = take_try(session, RESETS_FROM_CLIENT, client, site.now())
    if wait is not None:
        raise TooManyTries(wait)
    later = BackgroundTask(_send_link, site, address.key)
    return Redirect("/forgotten?sent=yes", status_code=303, background=later)


@shown("/reset/{token:str}", sync_to_thread=False)
def open_reset(site: SiteHere, token: FromPath[str]) -> Redirect:
    """Swap the token for a cookie; nothing is used up."""
    require_token_form(token, "link-over")
    cookie = site.cookies.token(PURPOSE, token)
    return Redirect("/reset", status_code=303, cookies=[cookie], headers={"Referrer-Policy": "no-referrer"})


@shown("/reset", sync_to_thread=True)
def show_reset(request: HttpRequest, site: SiteHere, short: FromQuery[str] = "") -> Response[str]:
    """Ask for a new password."""
    person = _person(request, site)
    return site.page(request, _reset_page(person, Fields(site.language(request)), short=bool(short)))


@post("/reset", sync_to_thread=True)
def choose_password(request: HttpRequest, site: SiteHere, form: FormHere) -> Response[str] | Redirect:
    """Keep the new password; every session ends, and one signs in with it, second factor included."""
    only(form, "password", "email")
    person, password = _person(request, site), password_in(form, "password")
    language, second_factor = site.language(request), person["totp_secret"] is not None
    errors = what_is_wrong(password, language, second_factor=second_factor, words=words_about(person))
    if errors:
        return site.page(request, _reset_page(person, Fields(language, form, errors), short=False), 422)
    kept = site.passwords.hash(password)
    with site.database.sessions.begin() as session:
        done = reset_password(session, site.seal, _token(request, site), kept, site.now())
    if not done:
        raise Refused("link-over")
    cookies = [site.cookies.no_token(PURPOSE), site.cookies.no_session()]
    return Redirect("/sign-in?renewed=yes", status_code=303, cookies=cookies)


def _send_link(site: Site, email_key: str) -> None:
    with site.database.sessions.begin() as session:
        ask_reset(session, site.seal, email_key, site.address, site.now())


def _token(request: HttpRequest, site: Site) -> str:
    return site.cookies.token_in(request.cookies, PURPOSE) or ""


def _person(request: HttpRequest, site: Site) -> RowMapping:
    with site.database.readings.begin() as session:
        person = find_reset(session, _token(request, site), site.now())
    if person is None:
        raise Refused("link-over")
    return person


def _forgotten_page(fields: Fields, *, sent: bool) -> ForgottenPage:
    return ForgottenPage(fields={"email": fields.box("email", _("E-mail address"), autocomplete="username")}, sent=sent)


def _reset_page(person: RowMapping, fields: Fields, *, short: bool) -> ResetPage:
    line = new_password_line(fields, second_factor=person["totp_secret"] is not None)
    return ResetPage(fields={"password": line}, email=person["email"], short=short)

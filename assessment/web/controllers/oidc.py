"""Signing in, joining and connecting through the provider, by OpenID Connect."""

from __future__ import annotations

import logging
from hmac import compare_digest

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from assessment.services.attempts import TooManyTries, return_try, take_try
from assessment.services.identities import COMING_BACK, connect, join, known_person, note_refusal
from assessment.services.oidc import Identity, Provider
from assessment.services.oidc_documents import Cause, ProviderProblem
from assessment.services.secrets import hash_of
from assessment.services.sign_in import sign_in_person
from assessment.storage.accounts import find_person
from assessment.translation import translate
from assessment.web.client_address import client_address
from assessment.web.controllers.join import PURPOSE, invitation_here
from assessment.web.controllers.links import own_path
from assessment.web.controllers.sign_in import HOME
from assessment.web.devices import device_name
from assessment.web.errors import Refused
from assessment.web.form_reading import Fields, only
from assessment.web.http import HttpRequest
from assessment.web.journeys import HINT, JOURNEY, LIFETIME, Journey, journey_in, sealed_hint
from assessment.web.pages_oidc import ConnectPage, OnwardPage
from assessment.web.proofs import proof_lines, proof_missing
from assessment.web.provider_words import WORDS, refusal
from assessment.web.rules import Admission, AdmissionHere
from assessment.web.site import FormHere, Site, SiteHere

log = logging.getLogger(__name__)

RETURN = "/sign-in/oidc/callback"
NO_REFERRER = {"Referrer-Policy": "no-referrer"}


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


@post("/sign-in/oidc", sync_to_thread=True, status_code=200)
def go_to_provider(request: HttpRequest, site: SiteHere, form: FormHere) -> Response[str]:
    """Send somebody to the provider, to sign in or to join by the invitation they came with."""
    only(form, "way", "back")
    if form.one("way") not in ("sign-in", "join"):
        raise Refused("refused")
    return _leave(request, site, form.one("way"), own_path(form.one("back") or HOME), "")


@get("/account/oidc", sync_to_thread=True)
def show_connect(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str]:
    """What connecting means, and the proof that it is still the person."""
    provider_of(site)
    return site.page(request, _connect_page(site, admission, Fields(site.language(request))))


@post("/account/oidc", sync_to_thread=True, status_code=200)
def go_to_connect(request: HttpRequest, site: SiteHere, admission: AdmissionHere, form: FormHere) -> Response[str]:
    """Send somebody who is signed in to the provider, to sign in through it from now on."""
    only(form, "current")
    provider_of(site)
    person, language = admission.signed_in, site.language(request)
    wrong = proof_missing(request, site, person, form)
    if wrong:
        fields = Fields(language, form, {"current": translate(wrong, language)})
        return site.page(request, _connect_page(site, admission, fields), 422)
    return _leave(request, site, "connect", "/account?done=yes", person.person_id)


@get(RETURN, sync_to_thread=True)
def come_back(request: HttpRequest, site: SiteHere, admission: AdmissionHere) -> Response[str] | Redirect:
    """Let in whoever the provider vouches for, and use up what was remembered of the way there."""
    answer: Response[str] | Redirect
    way = "sign-in"
    try:
        journey = _journey(request, site)
        way = journey.way
        answer = _end(request, site, admission, journey)
    except ProviderProblem as problem:
        answer = _refused(request, site, problem, way)
    answer.set_cookie(site.cookies.no_token(JOURNEY))
    answer.headers.update(NO_REFERRER)
    return answer


def provider_of(site: Site) -> Provider:
    """The provider. Raises NotFoundException where there is none."""
    if site.provider is None:
        raise NotFoundException
    return site.provider


def _leave(request: HttpRequest, site: Site, way: str, back: str, person_id: str) -> Response[str]:
    try:
        departure, address = provider_of(site).departure(site.address(RETURN))
    except ProviderProblem as problem:
        return _refused(request, site, problem, way)
    journey = Journey(departure, way, back, person_id, int(site.now().timestamp()))
    answer = site.page(request, OnwardPage(address, out=False))
    answer.set_cookie(site.cookies.token(JOURNEY, journey.sealed(site.seal), LIFETIME))
    answer.headers.update(NO_REFERRER)
    return answer


def _journey(request: HttpRequest, site: Site) -> Journey:
    """The journey that ends here: begun in this browser, not long ago, with this state."""
    provider_of(site)
    journey = journey_in(site.seal, site.cookies.token_in(request.cookies, JOURNEY) or "", site.now())
    if journey is None or not compare_digest(_given(request, "state").encode(), journey.departure.state.encode()):
        raise ProviderProblem(Cause.STATE)
    return journey


def _end(request: HttpRequest, site: Site, admission: Admission, journey: Journey) -> Redirect:
    """Count the try, and end the journey. Raises ProviderProblem and TooManyTries."""
    about = hash_of(client_address(request, site.settings.trusted_proxies))
    with site.database.sessions.begin() as session:
        wait = take_try(session, COMING_BACK, about, site.now())
    if wait is not None:
        raise TooManyTries(wait)
    try:
        answer = _arrive(request, site, admission, journey, _identity(request, site, journey))
    except ProviderProblem as problem:
        with site.database.sessions.begin() as session:
            note_refusal(session, problem.cause, site.now())
        raise
    with site.database.sessions.begin() as session:
        return_try(session, COMING_BACK, about, site.now())
    return answer


def _identity(request: HttpRequest, site: Site, journey: Journey) -> Identity:
    provider = provider_of(site)
    if _given(request, "iss") not in ("", provider.registration.issuer):
        raise ProviderProblem(Cause.ISSUER)
    if "error" in request.query_params:
        raise ProviderProblem(Cause.DENIED)
    if not _given(request, "code"):
        raise ProviderProblem(Cause.CODE)
    return provider.identity(journey.departure, _given(request, "code"), site.address(RETURN), site.now())


def _given(request: HttpRequest, name: str) -> str:
    """A parameter of the address; one that is missing or comes twice is empty."""
    values = request.query_params.getall(name, [])
    return values[0] if len(values) == 1 else ""


def _arrive(request: HttpRequest, site: Site, admission: Admission, journey: Journey, identity: Identity) -> Redirect:
    if journey.way == "connect":
        return _connected(site, admission, journey, identity)
    with site.database.sessions.begin() as session:
        person_id, joined = known_person(session, identity), False
        if person_id is None:
            if journey.way != "join":
                raise ProviderProblem(Cause.UNKNOWN)
            invitation, language = invitation_here(request, site), site.language(request)
            person_id, joined = join(session, identity, invitation, language=language, now=site.now()), True
        person = find_person(session.connection(), person_id)
        key = sign_in_person(
            session,
            person_id,
            device=device_name(request.headers.get("user-agent", "")),
            old_key=site.cookies.session_in(request.cookies),
            now=site.now(),
            by="provider",
            factor_shown=identity.second_factor,
        )
    answer = Redirect(HOME if joined else "/join" if journey.way == "join" else journey.back, status_code=303)
    answer.set_cookie(site.cookies.session(key))
    if joined:
        answer.set_cookie(site.cookies.no_token(PURPOSE))
    if person is not None and site.cookies.language_in(request.cookies) is None:
        answer.set_cookie(site.cookies.language(person["language"]))
    hint = sealed_hint(site.seal, person_id, identity.id_token)
    answer.set_cookie(site.cookies.token(HINT, hint) if hint else site.cookies.no_token(HINT))
    return answer


def _connected(site: Site, admission: Admission, journey: Journey, identity: Identity) -> Redirect:
    """Connect the account of the person who asked for it, if they are still the one who is signed in here."""
    person = admission.person
    if person is None or not person.verified or person.person_id != journey.person_id:
        raise ProviderProblem(Cause.LEFT)
    with site.database.sessions.begin() as session:
        connect(session, identity, person.person_id, site.now())
    return Redirect(journey.back, status_code=303)


def _refused(request: HttpRequest, site: Site, problem: ProviderProblem, way: str) -> Response[str]:
    log.warning("sign-in through the provider refused: %s", problem)
    href, label = {
        "join": ("/join", _("Back to the invitation")),
        "connect": ("/account", _("Back to my account")),
    }.get(way, ("/sign-in", _("Back to signing in")))
    page = refusal(problem.cause, site.settings.oidc_name, site.language(request), href=href, label=label)
    answer = site.page(request, page, WORDS[problem.cause].status)
    if answer.status_code == 503:
        answer.headers["Retry-After"] = "10"
    return answer


def _connect_page(site: Site, admission: Admission, fields: Fields) -> ConnectPage:
    return ConnectPage(fields=proof_lines(site, admission.signed_in, fields))

"""The private link of an assessment, and the choice of language."""

from __future__ import annotations

from urllib.parse import urlunsplit

from litestar import get, route
from litestar.enums import HttpMethod
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from assessment.services.assessments import KEY_LIFETIME, linked, load, open_link
from assessment.translation import LANGUAGES
from assessment.web.errors import Refused
from assessment.web.http import HttpRequest, address_parts, shown
from assessment.web.outline import Outline
from assessment.web.site import SiteHere
from assessment.web.work import Elsewhere, Work

UNSEEN = {"Referrer-Policy": "no-referrer"}
"""The token in the address stays between the browser and us."""


@get("/r/{token:str}", sync_to_thread=True)
def open_private_link(request: HttpRequest, site: SiteHere, token: FromPath[str]) -> Redirect:
    """Swap the token for a cookie, and go where the person stopped; the link keeps working."""
    with site.database.sessions.begin() as session:
        opened = open_link(session, token, site.now())
        if opened is None:
            raise Refused("unknown-link")
        draft = load(session, opened.assessment_id)
    cookies = [site.cookies.key(draft.id, opened.key, KEY_LIFETIME), site.cookies.link(draft.id, token)]
    if site.cookies.language_in(request.cookies) is None:
        cookies.append(site.cookies.language(draft.language))
    path = _where_it_stopped(Work(draft, site.instrument(draft.questionnaire)))
    return Redirect(path, status_code=303, cookies=cookies, headers=UNSEEN)


@route("/r/{token:str}", http_method=HttpMethod.HEAD, sync_to_thread=True)
def look_at_private_link(site: SiteHere, token: FromPath[str]) -> Redirect:
    """Where the link leads, for whoever asks without opening it: no cookie is given and nothing is kept."""
    with site.database.readings.begin() as session:
        assessment_id = linked(session, token)
        if assessment_id is None:
            raise Refused("unknown-link")
        draft = load(session, assessment_id)
    path = _where_it_stopped(Work(draft, site.instrument(draft.questionnaire)))
    return Redirect(path, status_code=303, headers=UNSEEN)


@shown("/language/{language:str}", sync_to_thread=False)
def choose_language(site: SiteHere, language: FromPath[str], back: FromQuery[str] = "/") -> Redirect:
    """Keep the chosen language and stay on the same page."""
    if language not in LANGUAGES:
        raise NotFoundException
    return Redirect(own_path(back), status_code=303, cookies=[site.cookies.language(language)])


def own_path(address: str) -> str:
    """Path and query of an address on this site; anything else leads to the start.

    A browser reads a backslash as a slash and skips tabs and line ends, so neither may be in it.
    """
    parts = address_parts(address)
    inside = address[:2] != "//" and parts.path[:1] == "/" and parts.path[:2] != "//" and not parts.netloc
    plain = address.startswith("/") and address.isprintable() and "\\" not in address
    return urlunsplit(("", "", parts.path, parts.query, "")) if inside and plain else "/"


def _where_it_stopped(work: Work) -> str:
    if work.draft.submitted:
        return f"{work.home}/results"
    try:
        return Outline(work.home, work.route()).resume() or work.home
    except Elsewhere as first:
        return first.path

"""The private link of an assessment, and the choice of language."""

from __future__ import annotations

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from assessment.services.assessments import KEY_LIFETIME, load, open_link
from assessment.translation import LANGUAGES
from assessment.web.errors import Refused
from assessment.web.http import HttpRequest, address_parts
from assessment.web.outline import Outline
from assessment.web.site import SiteHere
from assessment.web.work import Elsewhere, Work


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
    return Redirect(path, status_code=303, cookies=cookies, headers={"Referrer-Policy": "no-referrer"})


@get("/language/{language:str}", sync_to_thread=False)
def choose_language(site: SiteHere, language: FromPath[str], back: FromQuery[str] = "/") -> Redirect:
    """Keep the chosen language and stay on the same page."""
    if language not in LANGUAGES:
        raise NotFoundException
    return Redirect(own_path(back), status_code=303, cookies=[site.cookies.language(language)])


def own_path(address: str) -> str:
    """The path of an address on this site; anything else leads to the start."""
    parts = address_parts(address)
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc
    return parts.path if inside and parts.path else "/"


def _where_it_stopped(work: Work) -> str:
    if work.draft.submitted:
        return f"{work.home}/results"
    try:
        return Outline(work.home, work.route()).resume() or work.home
    except Elsewhere as first:
        return first.path

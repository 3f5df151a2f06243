"""The landing page, and the start of a new assessment."""

from __future__ import annotations

from litestar import Response, post
from litestar.response import Redirect

from assessment.domain.questionnaire import Form as QuestionnaireForm
from assessment.domain.questionnaire import Questionnaire
from assessment.domain.scoring import asked
from assessment.services.assessments import KEY_LIFETIME, open_link, start
from assessment.web.errors import Refused
from assessment.web.http import HttpRequest, shown
from assessment.web.pages import LandingPage, Offer, Topic
from assessment.web.site import FormHere, SiteHere

MINUTES = {QuestionnaireForm.FULL: 25, QuestionnaireForm.EXPRESS: 8}


@shown("/", sync_to_thread=True)
def show_landing(request: HttpRequest, site: SiteHere) -> Response[str]:
    """What this is, and the two ways to start."""
    questionnaire, language = site.instrument().questionnaire, site.language(request)
    topics = tuple(
        Topic(dimension.title.text(language), dimension.definition.text(language))
        for dimension in questionnaire.dimensions
    )
    offers = tuple(Offer(form.value, minutes, _count(questionnaire, form)) for form, minutes in MINUTES.items())
    return site.page(request, LandingPage(offers, topics))


@post("/assessments", sync_to_thread=True)
def start_assessment(request: HttpRequest, site: SiteHere, form: FormHere) -> Redirect:
    """Begin an assessment and let this browser open it."""
    chosen = next((item for item in MINUTES if item.value == form.one("form")), None)
    if chosen is None:
        raise Refused("unknown-form")
    now = site.now()
    with site.database.sessions.begin() as session:
        started = start(
            session,
            questionnaire=site.instrument().questionnaire,
            form=chosen,
            language=site.language(request),
            now=now,
        )
        opened = open_link(session, started.token, now)
    if opened is None:
        raise Refused("unknown-link")
    cookies = [site.cookies.key(started.id, opened.key, KEY_LIFETIME), site.cookies.link(started.id, started.token)]
    return Redirect(f"/assessments/{started.id}/profile", status_code=303, cookies=cookies)


def _count(questionnaire: Questionnaire, form: QuestionnaireForm) -> int:
    return sum(
        len(indicator.questions) for dimension in questionnaire.dimensions for indicator in asked(dimension, form)
    )

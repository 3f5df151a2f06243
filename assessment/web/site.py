"""What every handler works with: the parts put together in `app.py`, and pages turned into answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from litestar import MediaType, Response
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from assessment.domain.questionnaire import Form as QuestionnaireForm
from assessment.domain.questionnaire import Question
from assessment.domain.results import Instrument
from assessment.reports.pdf import PdfWorker
from assessment.reports.word_press import WordWorker
from assessment.services.oidc import Provider
from assessment.services.passwords import Passwords
from assessment.services.secrets import Seal
from assessment.services.turns import Turns
from assessment.settings import Settings
from assessment.storage.access import INACTIVITY
from assessment.storage.catalogue import Catalogue
from assessment.storage.database import Database
from assessment.storage.kept_files import KeptFiles
from assessment.storage.writer import AnswerWriter
from assessment.templating import Templates
from assessment.translation import DEFAULT_LANGUAGE
from assessment.web.forms import Form
from assessment.web.http import HttpRequest, address_parts
from assessment.web.pages import Frame, Page, Stay
from assessment.web.rules import Admission
from assessment.web.sessions import Cookies, form_token

QUESTIONNAIRE = "digital-maturity"
LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
OTHER_LANGUAGE = {"fr": "en", "en": "fr"}


@dataclass(frozen=True, slots=True)
class Site:
    """One running service.

    `static` is the address of its static files, new whenever one of them changes; `asked` remembers the questions by
    code of a version of a questionnaire, as put in a form to a type of organisation: none of them ever changes.
    """

    settings: Settings
    templates: Templates
    database: Database
    writer: AnswerWriter
    catalogue: Catalogue
    reports: PdfWorker
    words: WordWorker
    turns: Turns
    files: KeptFiles
    cookies: Cookies
    static: str
    seal: Seal
    passwords: Passwords
    provider: Provider | None
    asked: dict[tuple[str, QuestionnaireForm, str], Mapping[str, Question]] = field(default_factory=dict)

    def instrument(self, reference: str = QUESTIONNAIRE) -> Instrument:
        """The instrument an assessment is made with, or the current one."""
        return self.catalogue.instrument(reference)

    def language(self, request: HttpRequest) -> str:
        """The language this person reads."""
        return self.cookies.language_in(request.cookies) or DEFAULT_LANGUAGE

    def page(
        self, request: HttpRequest, page: Page, status: int = 200, *, session_key: str | None = None
    ) -> Response[str]:
        """The answer that shows a page, and gives the session its new key where that has just changed."""
        language = self.language(request)
        other = OTHER_LANGUAGE[language]
        frame = Frame(
            static=self.static,
            path=_address_of(request) if request.method != "POST" else _page_of(request),
            other_language=other,
            other_language_name=LANGUAGE_NAMES[other],
            failed=page.failed,
            token=form_token(session_key) if session_key else self.form_token(request),
            person=_person(request),
            stay=self._stay(request),
            provider=self.settings.oidc_name if self.provider else "",
            demonstration=self.settings.demonstration,
        )
        text = self.templates.render(page.template, language, page=page, frame=frame)
        cookies = [self.cookies.session(session_key)] if session_key else []
        return Response(text, status_code=status, media_type=MediaType.HTML, cookies=cookies)

    def form_token(self, request: HttpRequest) -> str:
        """The token for the forms of a page; empty where this browser holds nothing to protect yet."""
        tokens = self.cookies.form_tokens(request.cookies, request.path_params.get("assessment_id", ""))
        return next(iter(tokens), "")

    def _stay(self, request: HttpRequest) -> Stay | None:
        """How long the session goes on, for whoever is signed in."""
        admission: Admission | None = request.state.get("admission")
        if admission is None or admission.person is None:
            return None
        rest = admission.person.expires_at - self.now()
        return Stay(int(INACTIVITY.total_seconds()), max(0, int(rest.total_seconds())))

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)

    def address(self, path: str) -> str:
        """The whole address of a path, always under the configured base."""
        return self.settings.base_address.rstrip("/") + path


def _person(request: HttpRequest) -> str | None:
    """The name of whoever is signed in, once the gate has let the request in."""
    admission: Admission | None = request.state.get("admission")
    return admission.person.name if admission and admission.person else None


SiteHere: TypeAlias = NamedDependency[SkipValidation[Site]]
"""The parameter by which a handler is given the site."""

FormHere: TypeAlias = NamedDependency[SkipValidation[Form]]
"""The parameter by which a handler is given the posted form."""


def _address_of(request: HttpRequest) -> str:
    """Path and query of the page that is being asked for."""
    query = request.scope["query_string"].decode("latin-1")
    return request.scope["path"] + (f"?{query}" if query else "")


def _page_of(request: HttpRequest) -> str:
    """The page a form was sent from, where it is one of ours; the start otherwise."""
    parts = address_parts(request.headers.get("referer", ""))
    return parts.path if parts.netloc == request.headers.get("host") and parts.path else "/"

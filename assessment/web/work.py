"""One assessment in the hands of the person who may open it."""

from __future__ import annotations

from dataclasses import dataclass

from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from assessment.domain.questionnaire import Dimension, FactGroup, Questionnaire
from assessment.domain.results import Instrument
from assessment.domain.routing import Route
from assessment.services.assessments import Draft, holder, load, to_assessment
from assessment.storage.assessments import AssessmentClosed
from assessment.web.http import HttpRequest
from assessment.web.site import Site


class NotYours(NotFoundException):
    """A browser may not open an assessment, or there is none; which of the two is not told."""


class Elsewhere(Exception):
    """The page asked for makes no sense yet, or any more; `path` is where to go."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class Work:
    """A draft with its instrument and, once the profile is filled in, its way through the questionnaire."""

    draft: Draft
    instrument: Instrument

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire it is made with."""
        return self.instrument.questionnaire

    @property
    def home(self) -> str:
        """The address of its task list."""
        return f"/assessments/{self.draft.id}"

    def route(self) -> Route:
        """Its way through the questionnaire; to the profile first where that is not filled in."""
        if self.draft.organisation is None:
            raise Elsewhere(f"{self.home}/profile")
        return Route(self.questionnaire, to_assessment(self.draft, self.questionnaire))

    def dimension(self, identifier: str) -> Dimension:
        """A dimension of the questionnaire. Raises NotFoundException."""
        found = self.questionnaire.dimension_by_id.get(identifier)
        if found is None:
            raise NotFoundException
        return found

    def fact_group(self, identifier: str) -> FactGroup:
        """A group of facts of the questionnaire. Raises NotFoundException."""
        found = next((group for group in self.questionnaire.facts if group.id == identifier), None)
        if found is None:
            raise NotFoundException
        return found


def require_holder(site: Site, session: Session, request: HttpRequest, assessment_id: str) -> None:
    """Refuse everybody but a browser that came by the private link. Raises NotYours."""
    key = site.cookies.key_in(request.cookies, assessment_id)
    if key is None or not holder(session, key, assessment_id, site.now()):
        raise NotYours


def open_work(site: Site, session: Session, request: HttpRequest, assessment_id: str) -> Work:
    """The assessment, for reading. Raises NotYours."""
    require_holder(site, session, request, assessment_id)
    draft = load(session, assessment_id)
    return Work(draft, site.instrument(draft.questionnaire))


def page_work(site: Site, session: Session, request: HttpRequest, assessment_id: str) -> Work:
    """The assessment, for a page that fills it in; once submitted there is only the record of it to read."""
    work = open_work(site, session, request, assessment_id)
    if work.draft.submitted:
        raise Elsewhere(f"{work.home}/check")
    return work


def changing_work(site: Site, session: Session, request: HttpRequest, assessment_id: str) -> Work:
    """The assessment, for a change. Raises NotYours or AssessmentClosed."""
    work = open_work(site, session, request, assessment_id)
    if work.draft.submitted:
        raise AssessmentClosed
    return work

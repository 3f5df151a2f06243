"""One assessment in the hands of the person who may open it."""

from __future__ import annotations

from dataclasses import dataclass

from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from assessment.domain.participation import WHOLE, Share
from assessment.domain.questionnaire import Dimension, FactGroup, Questionnaire
from assessment.domain.results import Instrument
from assessment.domain.routing import Route
from assessment.services.assessments import Draft, load, to_assessment
from assessment.storage.access import share_of
from assessment.storage.assessments import AssessmentClosed, DeadlinePassed, SaidFinished
from assessment.web.outline import Outline
from assessment.web.rules import Admission, Forbidden
from assessment.web.site import Site


class Elsewhere(Exception):
    """The page asked for makes no sense yet, or any more; `path` is where to go."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class Work:
    """A draft with its instrument and, once the profile is filled in, its way through the questionnaire.

    `share` is what the person it is opened for answers of it; `late` whether its deadline is over.
    """

    draft: Draft
    instrument: Instrument
    share: Share = WHOLE
    late: bool = False

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
        return Route(self.questionnaire, to_assessment(self.draft, self.questionnaire, self.share.role))

    def outline(self) -> Outline:
        """The parts that are this person's."""
        return Outline(self.home, self.route(), self.share)

    def dimension(self, identifier: str) -> Dimension:
        """A dimension of the questionnaire. Raises NotFoundException, or Forbidden for one that others answer."""
        found = self.questionnaire.dimension_by_id.get(identifier)
        if found is None:
            raise NotFoundException
        if not self.share.has(identifier):
            raise Forbidden
        return found

    def fact_group(self, identifier: str) -> FactGroup:
        """A group of facts of the questionnaire. Raises NotFoundException, or Forbidden where others give them."""
        found = next((group for group in self.questionnaire.facts if group.id == identifier), None)
        if found is None:
            raise NotFoundException
        if not self.share.facts:
            raise Forbidden
        return found


def open_work(site: Site, session: Session, admission: Admission) -> Work:
    """The assessment as whoever was let in answers it, for reading. Raises UnknownAssessment."""
    access = admission.to_assessment
    share = share_of(access)
    draft = load(session, access.assessment_id, share.sheet)
    late = draft.deadline is not None and draft.deadline <= site.now()
    return Work(draft, site.instrument(draft.questionnaire), share, late)


def page_work(site: Site, session: Session, admission: Admission) -> Work:
    """The assessment, for a page of questions; once nothing can change, there is only the record of it to read."""
    work = open_work(site, session, admission)
    if work.share.finished and not work.draft.submitted:
        raise Elsewhere(f"{work.home}/finish")
    if work.draft.submitted or work.late:
        raise Elsewhere(f"{work.home}/check")
    if work.share.mirror:
        raise Elsewhere(f"{work.home}/mirror")
    return work


def changing_work(site: Site, session: Session, admission: Admission) -> Work:
    """The assessment, for a change. Raises AssessmentClosed, DeadlinePassed or SaidFinished."""
    work = open_work(site, session, admission)
    if work.draft.submitted:
        raise AssessmentClosed
    if work.late:
        raise DeadlinePassed
    if work.share.finished:
        raise SaidFinished
    return work

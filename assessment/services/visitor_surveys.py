"""What an organisation's visitors answered, kept with its assessment until it is sent.

The answers themselves are the organisation's: it may replace or remove them as long as it may change its own. What they
come to is frozen with the result at each submission. Every function works inside the session it is given and never
commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.domain.kept_surveys import plain_survey, survey_from
from assessment.domain.results import ALONE, Surroundings
from assessment.domain.surveys import Survey
from assessment.storage import visitor_surveys as stored
from assessment.storage.assessments import change_assessment, require_open


@dataclass(frozen=True, slots=True)
class KeptSurvey:
    """A survey and when it was kept."""

    survey: Survey
    kept_at: datetime


def keep_survey(session: Session, assessment_id: str, survey: Survey, now: datetime) -> None:
    """Keep a survey in the place of any before.

    Raises UnknownAssessment, AssessmentClosed or DeadlinePassed.
    """
    _touch(session, assessment_id, now)
    row = {"assessment_id": assessment_id, "kept_at": now, "survey": plain_survey(survey)}
    stored.replace_survey(session.connection(), row)


def remove_survey(session: Session, assessment_id: str, now: datetime) -> None:
    """Forget the survey, if there is one; raises as `keep_survey` does."""
    _touch(session, assessment_id, now)
    stored.delete_survey(session.connection(), assessment_id)


def kept_survey(session: Session, assessment_id: str) -> KeptSurvey | None:
    """The survey of an assessment."""
    row = stored.read_survey_row(session.connection(), assessment_id)
    return KeptSurvey(survey_from(row["survey"]), row["kept_at"]) if row else None


def surroundings_of(session: Session, assessment_id: str) -> Surroundings:
    """What is known beside the answers of an assessment."""
    kept = kept_survey(session, assessment_id)
    return Surroundings(survey=kept.survey) if kept else ALONE


def _touch(session: Session, assessment_id: str, now: datetime) -> None:
    """Make sure that nobody sends the assessment meanwhile, and that it may change."""
    change_assessment(session.connection(), assessment_id, updated_at=now)
    require_open(session.connection(), assessment_id, now)

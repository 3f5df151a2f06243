"""What only whoever runs an assessment does: move its deadline, hand it over, take back what was sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.services.assessments import Draft
from assessment.services.audit import record
from assessment.services.contributions import take_back
from assessment.services.respondents import expiry
from assessment.storage import assessments as stored
from assessment.storage.memberships import find_membership
from assessment.storage.respondents import move_expiry


class UnknownMember(LookupError):
    """The organisation has no such member who could take over."""


def move_deadline(session: Session, draft: Draft, deadline: datetime | None, actor: str, now: datetime) -> None:
    """Let people answer until another moment, None for no fixed one. Raises AssessmentClosed."""
    connection = session.connection()
    stored.change_assessment(connection, draft.id, deadline=deadline, updated_at=now)
    move_expiry(connection, draft.id, expiry(deadline, now))
    _note(session, AuditAction.DEADLINE_MOVED, draft, actor, now)


def hand_over(session: Session, draft: Draft, membership_id: str, actor: str, now: datetime) -> None:
    """Let another member of the organisation run the assessment; what was answered stays theirs who answered.

    Raises UnknownMember.
    """
    connection = session.connection()
    member = find_membership(connection, membership_id, draft.organisation_id or "")
    if member is None:
        raise UnknownMember
    stored.change_lead(connection, draft.id, member["person_id"])
    _note(session, AuditAction.LEAD_CHANGED, draft, actor, now, before=draft.lead_id, after=member["person_id"])


def reopen(session: Session, draft: Draft, actor: str, now: datetime) -> None:
    """Take back what was sent, to correct it; it stays readable as the revision it is. Raises AssessmentClosed."""
    stored.reopen(session.connection(), draft.id, now)
    take_back(session, draft.id, now)
    _note(session, AuditAction.ASSESSMENT_REOPENED, draft, actor, now, revision=draft.revision)


def _note(
    session: Session, action: AuditAction, draft: Draft, actor: str, now: datetime, **details: str | int | None
) -> None:
    place = draft.organisation_id or "platform"
    record(session, at=now, actor=actor, action=action, object=f"assessment:{draft.id}", place=place, **details)

"""Organisations: made in a network, described, assessed, left behind and deleted.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.domain.answers import Organisation
from assessment.domain.audit import AuditAction
from assessment.domain.participation import Mode, ResultsFor
from assessment.domain.questionnaire import Form, Questionnaire
from assessment.services.assessments import organisation_from, save_profile, start
from assessment.services.audit import record
from assessment.services.secrets import new_secret
from assessment.storage import organisations as stored
from assessment.storage.assessments import require_storable


class UnknownPlace(LookupError):
    """There is no such organisation or network, or no such thing in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How an assessment of an organisation is to be run."""

    form: Form
    mode: Mode
    results_for: ResultsFor
    deadline: datetime | None = None


def create_organisation(session: Session, name: str, network_id: str, *, actor: str, now: datetime) -> str:
    """Make an organisation in a network and return its id."""
    organisation_id, connection = new_secret(), session.connection()
    stored.insert_organisation(connection, {"id": organisation_id, "name": name, "created_at": now})
    link = {"organisation_id": organisation_id, "network_id": network_id, "joined_at": now}
    stored.insert_link(connection, link)
    record(
        session,
        at=now,
        actor=actor,
        action=AuditAction.ORGANISATION_CREATED,
        object=f"organisation:{organisation_id}",
        place=network_id,
    )
    return organisation_id


def describe_organisation(
    session: Session, organisation_id: str, profile: Organisation, *, actor: str, now: datetime
) -> None:
    """Keep the name and profile of an organisation; its assessments keep those they were made with.

    Raises UnstorableValue.
    """
    plain = asdict(profile)
    require_storable(plain)
    stored.change_organisation(session.connection(), organisation_id, name=profile.name, profile=plain)
    _record(session, AuditAction.ORGANISATION_CHANGED, organisation_id, actor, now)


def leave_network(session: Session, organisation_id: str, network_id: str, *, actor: str, now: datetime) -> None:
    """Let an organisation leave a network. Raises UnknownPlace when it does not belong to it."""
    if not stored.delete_link(session.connection(), organisation_id, network_id):
        raise UnknownPlace
    _record(session, AuditAction.NETWORK_LEFT, organisation_id, actor, now, network=network_id)


def delete_organisation(session: Session, organisation_id: str, *, actor: str, now: datetime) -> None:
    """Delete an organisation with its assessments, memberships, invitations and keys."""
    stored.delete_organisation(session.connection(), organisation_id)
    _record(session, AuditAction.ORGANISATION_DELETED, organisation_id, actor, now)


def start_run(
    session: Session,
    organisation_id: str,
    run: Run,
    *,
    questionnaire: Questionnaire,
    lead_id: str,
    language: str,
    now: datetime,
) -> str:
    """Begin an assessment of an organisation, with its profile filled in, and return its id.

    Nobody is given its private link: only people open it, each by their own right.
    """
    started = start(
        session,
        questionnaire=questionnaire,
        form=run.form,
        language=language,
        now=now,
        organisation_id=organisation_id,
        lead_id=lead_id,
        mode=run.mode,
        results_for=run.results_for,
        deadline=run.deadline,
    )
    found = stored.find_organisation(session.connection(), organisation_id)
    profile = organisation_from(found["profile"]) if found else None
    if profile is not None:
        save_profile(session, started.id, profile, now)
    record(
        session,
        at=now,
        actor=f"person:{lead_id}",
        action=AuditAction.ASSESSMENT_STARTED,
        object=f"assessment:{started.id}",
        place=organisation_id,
    )
    return started.id


def _record(
    session: Session, action: AuditAction, organisation_id: str, actor: str, now: datetime, **details: str
) -> None:
    organisation = f"organisation:{organisation_id}"
    record(session, at=now, actor=actor, action=action, object=organisation, place=organisation_id, **details)

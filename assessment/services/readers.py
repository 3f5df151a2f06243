"""Links by which somebody without an account reads the results of one assessment, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.services.assessments import Draft
from assessment.services.audit import record
from assessment.services.invitations import Entry, grant_key
from assessment.services.secrets import hash_of, new_secret
from assessment.storage import respondents as stored


class UnknownReader(LookupError):
    """The assessment has no such link that still opens something."""


def add_reader(session: Session, draft: Draft, name: str, lifetime: timedelta, actor: str, now: datetime) -> str:
    """Make a link to the results and return its token, of which only the hash is kept."""
    reader_id, token = new_secret(), new_secret()
    row = {"id": reader_id, "assessment_id": draft.id, "token_hash": hash_of(token), "name": name}
    stored.insert_reader(session.connection(), row | {"created_at": now, "expires_at": now + lifetime})
    _note(session, AuditAction.READER_ADDED, draft, reader_id, actor, now)
    return token


def revoke_reader(session: Session, draft: Draft, reader_id: str, actor: str, now: datetime) -> None:
    """Let a link open nothing any more. Raises UnknownReader."""
    if not stored.revoke_reader(session.connection(), draft.id, reader_id, now):
        raise UnknownReader
    _note(session, AuditAction.READER_REVOKED, draft, reader_id, actor, now)


def open_reader(session: Session, token: str, key_of: Callable[[str], str | None], now: datetime) -> Entry | None:
    """Exchange the token of a link for a browser's key; None when it opens nothing.

    `key_of` gives the key that the browser holds to an assessment already: it goes on opening what it opened.
    """
    found = stored.find_reader(session.connection(), hash_of(token), now)
    if found is None:
        return None
    assessment_id = str(found["assessment_id"])
    return grant_key(session, assessment_id, key_of(assessment_id), now, reader_id=str(found["id"]))


def _note(session: Session, action: AuditAction, draft: Draft, reader_id: str, actor: str, now: datetime) -> None:
    subject, place = f"reader:{reader_id}", draft.organisation_id or "platform"
    record(session, at=now, actor=actor, action=action, object=subject, place=place, assessment=draft.id)

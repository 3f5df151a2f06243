"""The keys by which programs read through the API: made, shown once, counted, revoked.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.services.audit import record
from assessment.services.organisations import UnknownPlace
from assessment.services.secrets import hash_of, new_secret
from assessment.storage import api_keys as stored
from assessment.storage.api_keys import Scope
from assessment.storage.organisations import Within

LIFETIMES = {30: timedelta(days=30), 90: timedelta(days=90), 365: timedelta(days=365)}
"""By number of days, how long a key may last."""
NETWORK_SCOPES = (Scope.ASSESSMENTS, Scope.PARTICIPATION)
"""A network learns how far its organisations are, never their results."""
PREFIX_BYTES = 6


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was made. `text` is shown now or never; only its hash is kept."""

    id: str
    text: str


def create_api_key(
    session: Session,
    place: Within,
    *,
    name: str,
    scopes: Collection[Scope],
    days: int,
    person_id: str,
    now: datetime,
) -> NewKey:
    """Make a key that opens `scopes` of an organisation or network for so many days (a key of `LIFETIMES`)."""
    prefix = secrets.token_hex(PREFIX_BYTES)
    made = NewKey(new_secret(), f"{prefix}.{new_secret()}")
    stored.insert_api_key(
        session.connection(),
        {
            "id": made.id,
            "hash": hash_of(made.text),
            "prefix": prefix,
            "name": name,
            "scopes": [scope.value for scope in scopes],
            "organisation_id": place.organisation_id,
            "network_id": place.network_id,
            "created_by": person_id,
            "created_at": now,
            "expires_at": now + LIFETIMES[days],
        },
    )
    _record(session, AuditAction.KEY_CREATED, place, made.id, f"person:{person_id}", now)
    return made


def revoke_api_key(session: Session, place: Within, key_id: str, *, actor: str, now: datetime) -> None:
    """End a key at once. Raises UnknownPlace when the organisation or network has no such key."""
    if not stored.revoke_api_key(session.connection(), place, key_id, now):
        raise UnknownPlace
    _record(session, AuditAction.KEY_REVOKED, place, key_id, actor, now)


def _record(session: Session, action: AuditAction, place: Within, key_id: str, actor: str, now: datetime) -> None:
    where = place.organisation_id or place.network_id or ""
    record(session, at=now, actor=actor, action=action, object=f"key:{key_id}", place=where)

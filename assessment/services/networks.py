"""Networks of organisations.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.services.audit import record
from assessment.services.secrets import new_secret
from assessment.storage.organisations import insert_network


def create_network(session: Session, name: str, *, actor: str, now: datetime) -> str:
    """Make a network and return its id."""
    network_id = new_secret()
    insert_network(session.connection(), {"id": network_id, "name": name, "created_at": now})
    record(session, at=now, actor=actor, action=AuditAction.NETWORK_CREATED, object=f"network:{network_id}")
    return network_id

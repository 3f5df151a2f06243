"""Who belongs to an organisation or network: another role, or none any more.

Every function works inside the session it is given and never commits. What is changed counts at the next request.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.membership import NETWORK_ROLES, MembershipRole
from assessment.services.audit import record
from assessment.services.organisations import UnknownPlace
from assessment.storage import memberships as stored

RUNNING = {MembershipRole.HEAD, MembershipRole.LEAD}
"""The roles of which a place needs one at least."""


class LastOne(Exception):
    """Nobody else runs the place: this person must stay until somebody does."""


def change_role(
    session: Session, place: str, membership_id: str, role: MembershipRole, *, actor: str, now: datetime
) -> None:
    """Give a member another role. Raises UnknownPlace or LastOne."""
    found = _held(session, place, membership_id)
    if found["role"] == role:
        return
    if (role in NETWORK_ROLES) != (found["network_id"] is not None):
        raise UnknownPlace
    _require_another(session, place, found)
    stored.change_role(session.connection(), membership_id, place, role)
    person = f"person:{found['person_id']}"
    record(session, at=now, actor=actor, action=AuditAction.MEMBERSHIP_CHANGED, object=person, place=place, role=role)


def remove_member(session: Session, place: str, membership_id: str, *, actor: str, now: datetime) -> None:
    """Take somebody out of a place. Raises UnknownPlace or LastOne."""
    found = _held(session, place, membership_id)
    _require_another(session, place, found)
    stored.delete_membership(session.connection(), membership_id, place)
    person = f"person:{found['person_id']}"
    record(session, at=now, actor=actor, action=AuditAction.MEMBERSHIP_REMOVED, object=person, place=place)


def is_last(members: Sequence[RowMapping], membership_id: str) -> bool:
    """Whether nobody but this member runs the place; who was disabled does not."""
    running = {item["id"] for item in members if item["role"] in RUNNING and item["disabled_at"] is None}
    return running == {membership_id}


def _held(session: Session, place: str, membership_id: str) -> RowMapping:
    """The membership, with all of the place held so that two cannot each rely on the other one staying."""
    connection = session.connection()
    stored.hold_memberships(connection, place)
    found = stored.find_membership(connection, membership_id, place)
    if found is None:
        raise UnknownPlace
    return found


def _require_another(session: Session, place: str, membership: RowMapping) -> None:
    if is_last(stored.list_members(session.connection(), place), membership["id"]):
        raise LastOne

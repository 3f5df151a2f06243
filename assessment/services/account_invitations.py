"""Invitations to an account: a role in a place, offered to an e-mail address.

An invitation counts by its own token and state alone. A password reset, a provider or another invitation never makes
an expired or revoked one count. Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.membership import MembershipRole
from assessment.services.addresses import Address
from assessment.services.audit import record
from assessment.services.mail import Letter, LetterKind, post
from assessment.services.secrets import Seal, hash_of, new_secret
from assessment.storage import memberships as stored
from assessment.storage.accounts import find_person_by_address
from assessment.storage.organisations import find_network, find_organisation

LIFETIME = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """Whom to invite, as what, where: `place` is "platform" or the id of the network or organisation of the role.

    `inviter_id` and `inviter` are the person who invites, None and "" on the command line.
    """

    address: Address
    language: str
    role: MembershipRole
    place: str
    inviter_id: str | None = None
    inviter: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation with its token, which goes into the link; only its hash is kept, so it is shown now or never."""

    id: str
    token: str

    @property
    def path(self) -> str:
        """The address of the link, on this site."""
        return f"/join/{self.token}"


class InvitationState(StrEnum):
    """What becomes of somebody who comes by an invitation."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation as it is kept: `place_name` is empty for the platform, `has_account` is about its address."""

    id: str
    state: InvitationState
    address: Address
    language: str
    role: MembershipRole
    place: str
    place_name: str
    has_account: bool
    expires_at: datetime


def invite(session: Session, new: NewInvitation, *, actor: str, now: datetime) -> Issued:
    """Offer a role in a place; what was sent to the same address for the same place before is revoked."""
    connection, issued = session.connection(), Issued(new_secret(), new_secret())
    stored.revoke_invitations(connection, new.place, new.address.key, now)
    row: dict[str, object] = {
        "id": issued.id,
        "token_hash": hash_of(issued.token),
        "email": new.address.email,
        "email_key": new.address.key,
        "language": new.language,
        "role": new.role.value,
        "invited_by": new.inviter_id,
        "created_at": now,
        "expires_at": now + LIFETIME,
    }
    stored.insert_invitation(connection, row | stored.place_columns(new.role, new.place))
    _note(session, AuditAction.ACCOUNT_INVITED, issued.id, new.place, actor=actor, now=now, role=new.role.value)
    return issued


def invite_by_mail(
    session: Session, seal: Seal, new: NewInvitation, *, link: Callable[[str], str], actor: str, now: datetime
) -> str:
    """Invite and send the letter; `link` makes a whole address of a path. Returns the id of the invitation."""
    issued = invite(session, new, actor=actor, now=now)
    _send(session, seal, issued, new.inviter, link, now)
    return issued.id


def resend(
    session: Session,
    seal: Seal,
    invitation_id: str,
    place: str,
    *,
    inviter: str,
    link: Callable[[str], str],
    actor: str,
    now: datetime,
) -> bool:
    """Send an invitation to this place again, with a new link and the whole time; the old link ends.

    False when there is none, or it was accepted or revoked.
    """
    issued = Issued(invitation_id, new_secret())
    renewed = stored.renew_invitation(
        session.connection(), invitation_id, place, token_hash=hash_of(issued.token), expires_at=now + LIFETIME
    )
    if renewed:
        _send(session, seal, issued, inviter, link, now)
        _note(session, AuditAction.ACCOUNT_INVITED, invitation_id, place, actor=actor, now=now, again=True)
    return renewed


def revoke(session: Session, invitation_id: str, place: str, *, actor: str, now: datetime) -> bool:
    """Take back an invitation to this place; False when there is none, or it was accepted or revoked before."""
    revoked = stored.revoke_invitation(session.connection(), invitation_id, place, now)
    if revoked:
        _note(session, AuditAction.ACCOUNT_INVITATION_REVOKED, invitation_id, place, actor=actor, now=now)
    return revoked


def invitations_to(session: Session, place: str) -> Sequence[RowMapping]:
    """The rows of invitations to a place that were neither accepted nor revoked, expired ones included."""
    return stored.list_invitations(session.connection(), place)


def find_invitation(session: Session, token: str, now: datetime) -> Invitation | None:
    """The invitation of a token, in whatever state; None when there is none."""
    row = stored.find_invitation(session.connection(), hash_of(token))
    if row is None:
        return None
    place = stored.place_of(row)
    return Invitation(
        id=row["id"],
        state=_state(row, now),
        address=Address(row["email"], row["email_key"]),
        language=row["language"],
        role=MembershipRole(row["role"]),
        place=place,
        place_name=_place_name(session, row),
        has_account=find_person_by_address(session.connection(), row["email_key"]) is not None,
        expires_at=row["expires_at"],
    )


def accept(session: Session, invitation: Invitation, person_id: str, now: datetime) -> bool:
    """Make a person, whose address it was sent to, a member; False when the invitation no longer counts.

    Held against the database at the moment it is used up: what was open when its page was shown may be revoked by now.
    """
    connection = session.connection()
    if not stored.spend_invitation(connection, invitation.id, now):
        return False
    membership: dict[str, object] = {
        "id": new_secret(),
        "person_id": person_id,
        "place": invitation.place,
        "role": invitation.role.value,
        "created_at": now,
    }
    stored.keep_membership(connection, membership | stored.place_columns(invitation.role, invitation.place))
    _note(
        session,
        AuditAction.ACCOUNT_INVITATION_ACCEPTED,
        invitation.id,
        invitation.place,
        actor=f"person:{person_id}",
        now=now,
        role=invitation.role.value,
    )
    return True


def _state(row: RowMapping, now: datetime) -> InvitationState:
    if row["accepted_at"] is not None:
        return InvitationState.USED
    if row["revoked_at"] is not None:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if row["expires_at"] <= now else InvitationState.OPEN


def _place_name(session: Session, row: RowMapping) -> str:
    connection = session.connection()
    found: RowMapping | None = None
    if row["network_id"] is not None:
        found = find_network(connection, row["network_id"])
    elif row["organisation_id"] is not None:
        found = find_organisation(connection, row["organisation_id"])
    return str(found["name"]) if found else ""


def _send(
    session: Session, seal: Seal, issued: Issued, inviter: str, link: Callable[[str], str], now: datetime
) -> None:
    invitation = find_invitation(session, issued.token, now)
    if invitation is None:
        raise LookupError(issued.id)
    values = {
        "link": link(issued.path),
        "inviter": inviter,
        "organisation": invitation.place_name,
        "role": invitation.role.value,
        "deadline": invitation.expires_at.date().isoformat(),
    }
    letter = Letter(LetterKind.ACCOUNT_INVITATION, invitation.address.email, invitation.language, values)
    post(session, seal, letter, now)


def _note(
    session: Session,
    action: AuditAction,
    invitation_id: str,
    place: str,
    *,
    actor: str,
    now: datetime,
    **details: object,
) -> None:
    record(session, at=now, actor=actor, action=action, object=f"invitation:{invitation_id}", place=place, **details)

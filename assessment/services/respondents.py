"""Inviting people to answer: who may, how often, until when; and what an invited person does with it.

Every function works inside the session it is given and never commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.participation import OVER, Participation, form_for, participation
from assessment.domain.questionnaire import RespondentRole
from assessment.services.addresses import Address
from assessment.services.assessments import Draft
from assessment.services.audit import record
from assessment.services.mail import Letter, LetterKind, post
from assessment.services.secrets import Seal, hash_of, new_secret
from assessment.storage import respondents as stored
from assessment.storage.accounts import find_person_by_address
from assessment.storage.assessments import require_open
from assessment.translation import translate

LIFETIME = timedelta(days=30)
"""How long an invitation may be followed where the assessment has no deadline."""
RESEND_EVERY = timedelta(hours=1)


def _(message: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return message


ROLES = {
    RespondentRole.MANAGEMENT: _("Management"),
    RespondentRole.STAFF: _("Staff"),
    RespondentRole.ELECTED: _("Elected member"),
    RespondentRole.PROVIDER: _("Local provider"),
}


class UnknownRespondent(LookupError):
    """The assessment never invited that person."""


class TooSoon(Exception):
    """The last letter to this person is less than an hour old."""


class OutOfPlace(Exception):
    """The invitation is in a state in which this makes no sense."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite, in the capacity in which they answer."""

    address: Address
    name: str
    role: RespondentRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """On whose behalf letters go out: `address` makes whole addresses of paths, `actor` is how the audit names them."""

    seal: Seal
    address: Callable[[str], str]
    inviter: str
    language: str
    actor: str


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation on its way. `token` goes into the link; only its hash is kept, so it is shown now or never."""

    email: str
    name: str
    token: str = field(repr=False)


def role_word(role: RespondentRole, language: str) -> str:
    """In which capacity somebody answers, in words."""
    return translate(ROLES[role], language)


def expiry(deadline: datetime | None, now: datetime) -> datetime:
    """Until when an invitation sent `now` may be followed."""
    return deadline or now + LIFETIME


def invite(
    session: Session, draft: Draft, guests: Iterable[Guest], parts: tuple[str, ...], sender: Sender, now: datetime
) -> tuple[Sent, ...]:
    """Invite people to an assessment; whoever is invited already is left alone.

    Raises AssessmentClosed once it is submitted or its deadline over.
    """
    require_open(session.connection(), draft.id, now)
    rows = [_keep(session, draft, guest, parts, sender.language, now) for guest in guests]
    sent = [item for item in rows if item]
    for respondent_id, item in sent:
        _write(session, LetterKind.RESPONDENT_INVITATION, draft, item, sender, now)
        _note(session, AuditAction.RESPONDENT_INVITED, draft, respondent_id, sender.actor, now)
    return tuple(item for _, item in sent)


def _keep(
    session: Session, draft: Draft, guest: Guest, parts: tuple[str, ...], language: str, now: datetime
) -> tuple[str, Sent] | None:
    connection, token = session.connection(), new_secret()
    known = stored.find_by_address(connection, draft.id, guest.address.key)
    if known is not None and participation(known, now) not in OVER:
        return None
    person = find_person_by_address(connection, guest.address.key)
    row: dict[str, object] = {
        "person_id": person["id"] if person else None,
        "token_hash": hash_of(token),
        "email": guest.address.email,
        "name": guest.name,
        "language": language,
        "role": guest.role.value,
        "form": form_for(guest.role).value,
        "parts": list(parts) if guest.role in (RespondentRole.MANAGEMENT, RespondentRole.STAFF) else [],
        "invited_at": now,
        "expires_at": expiry(draft.deadline, now),
    }
    respondent_id = new_secret() if known is None else str(known["id"])
    if known is None:
        key = {"id": respondent_id, "assessment_id": draft.id, "email_key": guest.address.key}
        stored.insert_respondent(connection, row | key)
    else:
        anew = dict.fromkeys(("started_at", "finished_at", "declined_at", "revoked_at"))
        stored.change_respondent(connection, respondent_id, **row | anew)
        stored.forget_keys(connection, respondent_id)
    return respondent_id, Sent(guest.address.email, guest.name, token)


def resend(session: Session, draft: Draft, respondent_id: str, sender: Sender, now: datetime) -> None:
    """Send somebody a new link; the one before opens nothing any more.

    Raises UnknownRespondent, OutOfPlace for somebody who is removed, declined or done, TooSoon, AssessmentClosed.
    """
    require_open(session.connection(), draft.id, now)
    row = find(session, draft.id, respondent_id)
    if participation(row, now) in (Participation.REVOKED, Participation.DECLINED, Participation.FINISHED):
        raise OutOfPlace
    if row["invited_at"] > now - RESEND_EVERY:
        raise TooSoon
    sent = Sent(row["email"], row["name"], new_secret())
    changes = {"token_hash": hash_of(sent.token), "invited_at": now, "expires_at": expiry(draft.deadline, now)}
    stored.change_respondent(session.connection(), respondent_id, **changes)
    _write(session, LetterKind.REMINDER, draft, sent, sender, now)
    _note(session, AuditAction.RESPONDENT_REMINDED, draft, respondent_id, sender.actor, now)


def revoke(session: Session, draft: Draft, respondent_id: str, actor: str, now: datetime) -> None:
    """Take an invitation back, at once on every device. Raises UnknownRespondent, OutOfPlace."""
    row = find(session, draft.id, respondent_id)
    if row["revoked_at"] is not None:
        raise OutOfPlace
    stored.change_respondent(session.connection(), respondent_id, revoked_at=now)
    stored.forget_keys(session.connection(), respondent_id)
    _note(session, AuditAction.RESPONDENT_REVOKED, draft, respondent_id, actor, now)


def find(session: Session, assessment_id: str, respondent_id: str) -> RowMapping:
    """An invited person of an assessment. Raises UnknownRespondent."""
    row = stored.find_respondent(session.connection(), assessment_id, respondent_id)
    if row is None:
        raise UnknownRespondent
    return row


def finish(session: Session, draft: Draft, respondent_id: str, *, finished: bool, now: datetime) -> None:
    """Note that somebody has finished, or goes on after all. Raises AssessmentClosed or DeadlinePassed."""
    require_open(session.connection(), draft.id, now)
    stored.change_respondent(session.connection(), respondent_id, finished_at=now if finished else None)
    action = AuditAction.RESPONDENT_FINISHED if finished else AuditAction.RESPONDENT_WENT_ON
    _note(session, action, draft, respondent_id, f"respondent:{respondent_id}", now)


def _write(session: Session, kind: LetterKind, draft: Draft, sent: Sent, sender: Sender, now: datetime) -> None:
    until = expiry(draft.deadline, now)
    values = {
        "link": sender.address(f"/i/{sent.token}"),
        "inviter": sender.inviter,
        "organisation": draft.organisation.name if draft.organisation else "",
        "deadline": until.isoformat(),
    }
    post(session, sender.seal, Letter(kind, sent.email, sender.language, values), now)


def _note(session: Session, action: AuditAction, draft: Draft, respondent_id: str, actor: str, now: datetime) -> None:
    place = draft.organisation_id or "platform"
    subject = f"respondent:{respondent_id}"
    record(session, at=now, actor=actor, action=action, object=subject, place=place, assessment=draft.id)

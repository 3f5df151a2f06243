"""What happens at the link of an invitation: it is read, accepted, refused, or opened on a further device."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.domain.participation import Participation, participation
from assessment.services.assessments import KEY_LIFETIME, Draft, load
from assessment.services.audit import record
from assessment.services.mail import Letter, LetterKind, post
from assessment.services.secrets import Seal, hash_of, new_secret
from assessment.storage import respondents as stored
from assessment.storage.assessments import insert_key
from assessment.storage.attempts import Tries, hold_tries, keep_tries

CODE_LIFETIME = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 5
AN_HOUR = timedelta(hours=1)


class Landing(StrEnum):
    """What an invitation says to whoever follows its link."""

    READY = "ready"
    OPENED = "opened"
    USED = "used"
    FINISHED = "finished"
    CLOSED = "closed"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVOKED = "revoked"


OVER = {
    Participation.REVOKED: Landing.REVOKED,
    Participation.DECLINED: Landing.DECLINED,
    Participation.EXPIRED: Landing.EXPIRED,
}


class WrongMoment(Exception):
    """The invitation is in a state in which this cannot be done; its page says which."""


class TooManyCodes(Exception):
    """More codes were asked for than anybody needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Who is at the link: the key of their browser to the assessment, the person signed in and their address."""

    key: str | None = field(default=None, repr=False)
    person_id: str | None = None
    email_key: str | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as it was found, with its assessment; `proven` when whoever is here may open it as they are."""

    row: RowMapping
    draft: Draft
    landing: Landing
    proven: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """The way in: the key for the browser's cookie and the assessment that it opens."""

    assessment_id: str
    key: str = field(repr=False)


def look(session: Session, token: str, here: Here, now: datetime, *, hold: bool = False) -> Invited | None:
    """What an invitation says; looking changes nothing. None for a link that was never given out."""
    row = stored.find_by_token(session.connection(), hash_of(token), hold=hold)
    if row is None:
        return None
    draft = load(session, row["assessment_id"])
    proven = _is_proven(session, row, here, now)
    return Invited(row, draft, _landing(row, draft, proven, now), proven)


def accept(session: Session, token: str, here: Here, now: datetime) -> Entry:
    """Begin to answer, or go on with it in a browser that has begun. Raises WrongMoment."""
    found = _expect(session, token, here, now, Landing.READY, Landing.OPENED)
    return _enter(session, found, here, now, AuditAction.RESPONDENT_STARTED)


def decline(session: Session, token: str, here: Here, now: datetime) -> None:
    """Say that the invitation reached the wrong person. Raises WrongMoment."""
    found = _expect(session, token, here, now, Landing.READY, Landing.OPENED)
    stored.change_respondent(session.connection(), found.row["id"], declined_at=now)
    stored.forget_keys(session.connection(), found.row["id"])
    _note(session, AuditAction.RESPONDENT_DECLINED, found, now)


def send_code(session: Session, token: str, here: Here, seal: Seal, now: datetime) -> None:
    """Mail the code for a further device to the address that was invited. Raises WrongMoment or TooManyCodes."""
    found = _expect(session, token, here, now, Landing.USED, Landing.FINISHED)
    connection, respondent_id = session.connection(), str(found.row["id"])
    asked = hold_tries(connection, f"codes:{respondent_id}", now)
    if asked.since <= now - AN_HOUR:
        asked = Tries(now, 0)
    if asked.count >= CODES_AN_HOUR:
        raise TooManyCodes
    keep_tries(connection, f"codes:{respondent_id}", Tries(asked.since, asked.count + 1))
    hold_tries(connection, f"code:{respondent_id}", now)
    keep_tries(connection, f"code:{respondent_id}", Tries(now, 0))
    code = f"{secrets.randbelow(1_000_000):06}"
    stored.replace_code(connection, respondent_id, _code_hash(respondent_id, code), now + CODE_LIFETIME)
    name = found.draft.organisation.name if found.draft.organisation else ""
    letter = Letter(LetterKind.CODE, found.row["email"], found.row["language"], {"code": code, "organisation": name})
    post(session, seal, letter, now)
    _note(session, AuditAction.CODE_SENT, found, now)


def enter_code(session: Session, token: str, here: Here, code: str, now: datetime) -> Entry | None:
    """Open an invitation on a further device; None when the code is wrong, over, or was tried too often.

    Raises WrongMoment.
    """
    found = _expect(session, token, here, now, Landing.USED, Landing.FINISHED)
    connection, respondent_id = session.connection(), str(found.row["id"])
    tries = hold_tries(connection, f"code:{respondent_id}", now)
    right = tries.count < CODE_TRIES and stored.spend_code(
        connection, respondent_id, _code_hash(respondent_id, code), now
    )
    if right:
        return _enter(session, found, here, now, AuditAction.CODE_USED)
    keep_tries(connection, f"code:{respondent_id}", Tries(tries.since, tries.count + 1))
    if tries.count + 1 >= CODE_TRIES:
        stored.delete_code(connection, respondent_id)
    _note(session, AuditAction.CODE_REFUSED, found, now)
    return None


def grant_key(session: Session, assessment_id: str, key: str | None, now: datetime, **opens: str) -> Entry:
    """A new key for a browser, that opens what its key before did and what `opens` names by column."""
    connection = session.connection()
    before = stored.take_key(connection, assessment_id, hash_of(key), now) if key else {}
    entry = Entry(assessment_id, new_secret())
    row = {"hash": hash_of(entry.key), "assessment_id": assessment_id}
    insert_key(connection, {**row, **before, **opens, "created_at": now, "expires_at": now + KEY_LIFETIME})
    return entry


def _expect(session: Session, token: str, here: Here, now: datetime, *landings: Landing) -> Invited:
    found = look(session, token, here, now, hold=True)
    if found is None or found.landing not in landings:
        raise WrongMoment
    return found


def _enter(session: Session, found: Invited, here: Here, now: datetime, action: AuditAction) -> Entry:
    changes: dict[str, object] = {} if found.row["started_at"] else {"started_at": now}
    if here.email_key == found.row["email_key"] and found.row["person_id"] is None:
        changes["person_id"] = here.person_id
    if changes:
        stored.change_respondent(session.connection(), found.row["id"], **changes)
    entry = grant_key(session, found.draft.id, here.key, now, respondent_id=str(found.row["id"]))
    if changes or action is not AuditAction.RESPONDENT_STARTED:
        _note(session, action, found, now)
    return entry


def _landing(row: RowMapping, draft: Draft, proven: bool, now: datetime) -> Landing:
    state = participation(row, now)
    if state in OVER:
        return OVER[state]
    if draft.submitted or row["expires_at"] <= now:
        return Landing.CLOSED
    if state is Participation.FINISHED:
        return Landing.OPENED if proven else Landing.FINISHED
    if row["started_at"] is None and row["active_on"] is None:
        return Landing.READY
    return Landing.OPENED if proven else Landing.USED


def _is_proven(session: Session, row: RowMapping, here: Here, now: datetime) -> bool:
    if here.email_key is not None and here.email_key == row["email_key"]:
        return True
    if here.person_id is not None and here.person_id == row["person_id"]:
        return True
    return here.key is not None and stored.key_opens(session.connection(), hash_of(here.key), row["id"], now)


def _code_hash(respondent_id: str, code: str) -> str:
    return hash_of(f"{respondent_id}:{code}")


def _note(session: Session, action: AuditAction, found: Invited, now: datetime) -> None:
    subject, place = f"respondent:{found.row['id']}", found.draft.organisation_id or "platform"
    record(session, at=now, actor=subject, action=action, object=subject, place=place, assessment=found.draft.id)

"""A person's account: made, its password and second factor changed, its sessions ended, disabled.

Every function works inside the session it is given and never commits. Whatever changes how somebody signs in ends their
other sessions and is told them by mail.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.services.addresses import Address
from assessment.services.attempts import forget_tries
from assessment.services.audit import record
from assessment.services.mail import Letter, LetterKind, post
from assessment.services.second_factor import TRIES, Factor, Shown, matching_step, new_recovery_codes, show_code
from assessment.services.secrets import Seal, hash_of, new_secret
from assessment.services.sign_in import ON_ACCOUNT
from assessment.storage import accounts as stored
from assessment.storage.access import delete_sessions


class UnknownPerson(LookupError):
    """Nobody has this e-mail address, or this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody who gets an account; `password_hash` is None for one who signs in through a provider."""

    address: Address
    name: str
    language: str
    password_hash: str | None


def create_person(session: Session, new: NewPerson, *, actor: str | None, now: datetime) -> str | None:
    """Make an account and return the person's id; None when the address has one already.

    `actor` is None for somebody who signs up in person.
    """
    person_id = new_secret()
    row: dict[str, object] = {
        "id": person_id,
        "email": new.address.email,
        "email_key": new.address.key,
        "name": unicodedata.normalize("NFC", new.name),
        "language": new.language,
        "password_hash": new.password_hash,
        "created_at": now,
        "seen_at": now,
    }
    if not stored.insert_person(session.connection(), row):
        return None
    person = f"person:{person_id}"
    record(session, at=now, actor=actor or person, action=AuditAction.PERSON_CREATED, object=person)
    return person_id


def change_details(session: Session, person_id: str, *, name: str, language: str, now: datetime) -> None:
    """Change how a person is called and in which language they are written to."""
    stored.change_person(session.connection(), person_id, name=unicodedata.normalize("NFC", name), language=language)
    person = f"person:{person_id}"
    record(session, at=now, actor=person, action=AuditAction.PERSON_CHANGED, object=person)


def change_password(
    session: Session, seal: Seal, person_id: str, password_hash: str, *, session_id: str, now: datetime
) -> None:
    """Keep a new password; every session but this one ends, and so does every link to reset the old one."""
    stored.change_person(session.connection(), person_id, password_hash=password_hash)
    stored.delete_resets(session.connection(), person_id)
    _tell(session, seal, person_id, AuditAction.PASSWORD_CHANGED, now, keep=session_id)


def reset_password(session: Session, seal: Seal, token: str, password_hash: str, now: datetime) -> bool:
    """Keep the password chosen by a link, and use the link up; every session ends. False when it is no longer good.

    The second factor stays: who has one still has to show it.
    """
    connection = session.connection()
    person = stored.find_reset(connection, hash_of(token), now)
    if person is None or not stored.spend_reset(connection, hash_of(token), now):
        return False
    stored.change_person(connection, person["id"], password_hash=password_hash)
    forget_tries(session, ON_ACCOUNT, hash_of(person["email_key"]))
    _tell(session, seal, person["id"], AuditAction.PASSWORD_RESET, now, keep=None)
    return True


def keep_factor(
    session: Session, seal: Seal, person_id: str, factor: Factor, code: str, *, session_id: str, now: datetime
) -> tuple[str, ...] | None:
    """Set up a second factor with its first code, and return its recovery codes; None when the code is wrong."""
    step = matching_step(factor.secret, code, now)
    if step is None:
        return None
    sealed = seal.close(factor.secret)
    stored.change_person(session.connection(), person_id, totp_secret=sealed, totp_step=step)
    codes = new_recovery_codes(session, person_id)
    _tell(session, seal, person_id, AuditAction.FACTOR_ADDED, now, keep=session_id)
    return codes


def renew_recovery_codes(
    session: Session, seal: Seal, person_id: str, *, session_id: str, now: datetime
) -> tuple[str, ...]:
    """Ten new recovery codes; the earlier ones open nothing any more."""
    codes = new_recovery_codes(session, person_id)
    _tell(session, seal, person_id, AuditAction.RECOVERY_CODES_MADE, now, keep=session_id)
    return codes


def use_code(session: Session, seal: Seal, person_id: str, code: str, now: datetime) -> Shown:
    """Hold a code against a person's second factor; that a recovery code was used is noted."""
    shown = show_code(session, seal, person_id, code, now)
    if shown is Shown.RECOVERED:
        person = f"person:{person_id}"
        record(session, at=now, actor=person, action=AuditAction.RECOVERY_CODE_USED, object=person)
    return shown


def reset_factor(session: Session, seal: Seal, email_key: str, *, actor: str, now: datetime) -> None:
    """Take the second factor and its recovery codes from somebody who lost them; their sessions end.

    Raises UnknownPerson.
    """
    person = _require_person(session, email_key)
    _remove_factor(session, person["id"])
    _tell(session, seal, person["id"], AuditAction.FACTOR_REMOVED, now, keep=None, actor=actor)


def turn_off_factor(session: Session, seal: Seal, person_id: str, *, session_id: str, now: datetime) -> None:
    """Do without the second factor and its recovery codes from now on; every session but this one ends."""
    _remove_factor(session, person_id)
    _tell(session, seal, person_id, AuditAction.FACTOR_REMOVED, now, keep=session_id)


def disable(session: Session, email_key: str, *, actor: str, now: datetime) -> None:
    """Let somebody in no longer, at once; what they did stays. Raises UnknownPerson."""
    connection, person = session.connection(), _require_person(session, email_key)
    stored.change_person(connection, person["id"], disabled_at=now)
    stored.delete_resets(connection, person["id"])
    delete_sessions(connection, person["id"])
    record(session, at=now, actor=actor, action=AuditAction.PERSON_DISABLED, object=f"person:{person['id']}")


def enable(session: Session, email_key: str, *, actor: str, now: datetime) -> None:
    """Let somebody in again who was disabled. Raises UnknownPerson."""
    person = _require_person(session, email_key)
    stored.change_person(session.connection(), person["id"], disabled_at=None)
    record(session, at=now, actor=actor, action=AuditAction.PERSON_ENABLED, object=f"person:{person['id']}")


def end_session(session: Session, person_id: str, session_id: str, now: datetime) -> bool:
    """End one of a person's sessions; False when they have none of that id."""
    if not stored.delete_session(session.connection(), person_id, session_id):
        return False
    person = f"person:{person_id}"
    record(session, at=now, actor=person, action=AuditAction.SIGNED_OUT, object=person)
    return True


def end_other_sessions(session: Session, person_id: str, *, session_id: str, now: datetime) -> None:
    """End every session of a person but this one."""
    delete_sessions(session.connection(), person_id, but=session_id)
    person = f"person:{person_id}"
    record(session, at=now, actor=person, action=AuditAction.SIGNED_OUT, object=person, others=True)


def sessions_of(session: Session, person_id: str, now: datetime) -> Sequence[RowMapping]:
    """The sessions of a person that still open something, the latest first."""
    return stored.list_sessions(session.connection(), person_id, now)


def words_about(person: RowMapping, *more: str) -> Iterable[str]:
    """Words that a password of this person must not be made of."""
    return (str(person["email"]), str(person["name"]), *more)


def _tell(
    session: Session,
    seal: Seal,
    person_id: str,
    action: AuditAction,
    now: datetime,
    *,
    keep: str | None,
    actor: str | None = None,
) -> None:
    """What follows every change of how somebody signs in: other sessions end, a letter goes out, an event is noted."""
    connection = session.connection()
    delete_sessions(connection, person_id, but=keep)
    person = stored.find_person(connection, person_id)
    if person is None:
        raise UnknownPerson
    post(session, seal, Letter(LetterKind.SECURITY_NOTICE, person["email"], person["language"], {}), now)
    record(session, at=now, actor=actor or f"person:{person_id}", action=action, object=f"person:{person_id}")


def _remove_factor(session: Session, person_id: str) -> None:
    stored.change_person(session.connection(), person_id, totp_secret=None, totp_step=None)
    stored.replace_recovery_codes(session.connection(), person_id, ())
    forget_tries(session, TRIES, person_id)


def _require_person(session: Session, email_key: str) -> RowMapping:
    person = stored.find_person_by_address(session.connection(), email_key)
    if person is None:
        raise UnknownPerson
    return person

"""Signing in: tries that are counted, sessions with a new key each time somebody's rights change, forgotten passwords.

Every function works inside the session it is given and never commits. A password is compared between two transactions,
never inside one: `begin_sign_in` counts the try, then the caller compares, then `refuse_sign_in` or `sign_in_person`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.services.attempts import Limit, forget_tries, return_try, take_try, wait_for
from assessment.services.audit import record
from assessment.services.mail import Letter, LetterKind, post
from assessment.services.secrets import Seal, hash_of, new_secret
from assessment.storage import accounts as stored
from assessment.storage.access import insert_session

SESSION_LIFETIME = timedelta(hours=12)
RESET_LIFETIME = timedelta(hours=1)
LONGEST_DEVICE = 120

ON_ACCOUNT = Limit("account", 10, timedelta(minutes=15))
FROM_CLIENT = Limit("client", 50, timedelta(hours=1))
ON_ACCOUNT_FROM_CLIENT = Limit("account-client", 10, timedelta(hours=1))
"""Wrong passwords: on one account, from one network address, and on one from the other.

Once an address has used up the last, its tries no longer count on the account: it locks nobody out a second time within
the hour, though it is still refused itself after fifty.
"""

RESETS = Limit("reset", 3, timedelta(hours=1))
RESETS_FROM_CLIENT = Limit("reset-client", 20, timedelta(hours=1))
"""Letters with a link to choose a new password: to one person; asked for from one network address."""


@dataclass(frozen=True, slots=True)
class Knock:
    """A try to sign in: the key of the e-mail address typed, and the network address it comes from."""

    email_key: str
    client: str

    @property
    def account(self) -> str:
        """The account tried, as its tries are counted."""
        return hash_of(self.email_key)

    @property
    def source(self) -> str:
        """Where it comes from, as tries are counted."""
        return hash_of(self.client)

    @property
    def pair(self) -> str:
        """Both at once."""
        return hash_of(f"{self.email_key}\n{self.client}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a password is to be compared for; `person_id` is None for nobody we know, or nobody who may come in."""

    person_id: str | None
    password_hash: str | None
    has_second_factor: bool
    language: str


NOBODY = Candidate(None, None, False, "")


def begin_sign_in(session: Session, knock: Knock, now: datetime) -> Candidate | timedelta:
    """Count a try, and say whom to compare the password for; or how long to wait.

    Known or unknown, the work is the same.
    """
    wait = take_try(session, FROM_CLIENT, knock.source, now) or wait_for(session, ON_ACCOUNT, knock.account, now)
    if wait is not None:
        return wait
    if take_try(session, ON_ACCOUNT_FROM_CLIENT, knock.pair, now) is None:
        take_try(session, ON_ACCOUNT, knock.account, now)
    person = stored.find_person_by_address(session.connection(), knock.email_key)
    if person is None or person["disabled_at"] is not None:
        return NOBODY
    return Candidate(person["id"], person["password_hash"], person["totp_secret"] is not None, person["language"])


def refuse_sign_in(session: Session, candidate: Candidate, now: datetime) -> None:
    """Note that the password was wrong."""
    known = candidate.person_id or "unknown"
    record(session, at=now, actor="anybody", action=AuditAction.SIGN_IN_REFUSED, object=f"person:{known}")


def forgive(session: Session, knock: Knock, now: datetime) -> None:
    """Forget the tries before the one that was right."""
    return_try(session, FROM_CLIENT, knock.source, now)
    forget_tries(session, ON_ACCOUNT_FROM_CLIENT, knock.pair)
    forget_tries(session, ON_ACCOUNT, knock.account)


def sign_in_by_password(
    session: Session, knock: Knock, candidate: Candidate, *, device: str, old_key: str | None, now: datetime
) -> str | None:
    """Begin the session of whom the password was right for; None when the account changed while it was compared."""
    person = stored.find_person_by_address(session.connection(), knock.email_key)
    if person is None or person["disabled_at"] is not None or person["password_hash"] != candidate.password_hash:
        return None
    forgive(session, knock, now)
    return sign_in_person(session, person["id"], device=device, old_key=old_key, now=now)


def sign_in_person(
    session: Session,
    person_id: str,
    *,
    device: str,
    old_key: str | None,
    now: datetime,
    by: str = "password",
    factor_shown: bool = False,
) -> str:
    """Begin a session of a person who proved who they are, and return its key for the cookie.

    The session this browser was in is ended, whoever's it was. Where the person has a second factor, the new one
    opens nothing else until that was shown (`complete_sign_in`), however they came: `by` is "password", "provider" ...;
    unless `factor_shown` says that a provider we trust with it asked for one.
    """
    connection = session.connection()
    if old_key is not None:
        stored.delete_session_of_key(connection, hash_of(old_key))
    person = stored.find_person(connection, person_id)
    complete = person is not None and (factor_shown or person["totp_secret"] is None)
    key = new_secret()
    insert_session(
        connection,
        {
            "hash": hash_of(key),
            "id": new_secret(),
            "person_id": person_id,
            "device": device[:LONGEST_DEVICE],
            "created_at": now,
            "seen_at": now,
            "expires_at": now + SESSION_LIFETIME,
            "verified_at": now if complete else None,
        },
    )
    if complete:
        _note_sign_in(session, person_id, by, now)
    return key


def complete_sign_in(session: Session, person_id: str, session_id: str, now: datetime) -> str:
    """Open everything to a session whose second factor was shown; returns its new key."""
    key = renew_session(session, session_id, verified_at=now)
    _note_sign_in(session, person_id, "second-factor", now)
    return key


def renew_session(session: Session, session_id: str, **changes: object) -> str:
    """Give a session a new key and id, as its rights change; the old key opens nothing any more."""
    key = new_secret()
    stored.change_session(session.connection(), session_id, hash=hash_of(key), id=new_secret(), **changes)
    return key


def sign_out(session: Session, person_id: str, session_id: str, now: datetime) -> None:
    """End a session."""
    stored.delete_session(session.connection(), person_id, session_id)
    person = f"person:{person_id}"
    record(session, at=now, actor=person, action=AuditAction.SIGNED_OUT, object=person)


def person_of(session: Session, *, issuer: str, subject: str) -> str | None:
    """The id of whom a provider vouches for; None for somebody unknown, disabled, or known by e-mail address alone."""
    connection = session.connection()
    person_id = stored.find_identity(connection, issuer, subject)
    person = stored.find_person(connection, person_id) if person_id else None
    return person_id if person is not None and person["disabled_at"] is None else None


def link_identity(session: Session, person_id: str, *, issuer: str, subject: str, now: datetime) -> bool:
    """Let a person who is signed in come in through a provider from now on; False when that account is another's."""
    row = {"issuer": issuer, "subject": subject, "person_id": person_id, "created_at": now}
    if not stored.insert_identity(session.connection(), row):
        return person_of(session, issuer=issuer, subject=subject) == person_id
    person = f"person:{person_id}"
    record(session, at=now, actor=person, action=AuditAction.IDENTITY_LINKED, object=person)
    return True


def ask_reset(session: Session, seal: Seal, email_key: str, link: Callable[[str], str], now: datetime) -> None:
    """Send a link to choose a new password to whoever has this address, if anybody has; nobody is told which."""
    person = stored.find_person_by_address(session.connection(), email_key)
    if person is None or person["disabled_at"] is not None or take_try(session, RESETS, person["id"], now):
        return
    token = issue_reset(session, person["id"], now)
    values = {"link": link(f"/reset/{token}")}
    post(session, seal, Letter(LetterKind.PASSWORD_RESET, person["email"], person["language"], values), now)
    record(
        session,
        at=now,
        actor="anybody",
        action=AuditAction.PASSWORD_RESET_ASKED,
        object=f"person:{person['id']}",
    )


def issue_reset(session: Session, person_id: str, now: datetime) -> str:
    """The token of a link to choose a new password, good for an hour and once; it ends earlier ones."""
    token = new_secret()
    row = {"hash": hash_of(token), "person_id": person_id, "created_at": now, "expires_at": now + RESET_LIFETIME}
    stored.insert_reset(session.connection(), row)
    return token


def find_reset(session: Session, token: str, now: datetime) -> RowMapping | None:
    """The person whom a token lets choose a new password; None when it is no longer good."""
    return stored.find_reset(session.connection(), hash_of(token), now)


def _note_sign_in(session: Session, person_id: str, by: str, now: datetime) -> None:
    # Somebody who comes back is no longer warned of a long absence.
    stored.change_person(session.connection(), person_id, seen_at=now, warned_at=None, warnings=0)
    person = f"person:{person_id}"
    record(session, at=now, actor=person, action=AuditAction.SIGNED_IN, object=person, by=by)

"""What is kept how long, in one place, and the run that deletes the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from assessment.domain.audit import AuditAction
from assessment.services.addresses import Address
from assessment.services.audit import record
from assessment.services.mail import Letter, LetterKind, post
from assessment.services.privacy import StillNeeded, erase_person
from assessment.services.secrets import Seal
from assessment.storage import retention as stored
from assessment.storage.archives import delete_archives
from assessment.storage.audit import lock_chain
from assessment.storage.peer_help import delete_peer_help

ACTOR = "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """How long things are kept; what has expired (keys of browsers, sessions, resets, mailed codes) is not kept at all.

    `invitations`: addresses and names in them after their end, and links to results. `drafts`: assessments never sent,
    since the last change. `accounts`: since last seen; then two warnings, `between_warnings` apart, and as long again
    before the account is erased. `mails`: what became of a letter (the letter itself goes when it is sent).
    `peer_help`: what organisations declared about helping each other, after the end of the campaign.
    `archives`: the reports of a campaign in one file, after it was made.
    """

    tries: timedelta = timedelta(days=1)
    invitations: timedelta = timedelta(days=90)
    drafts: timedelta = timedelta(days=365)
    accounts: timedelta = timedelta(days=730)
    between_warnings: timedelta = timedelta(days=30)
    mails: timedelta = timedelta(days=30)
    peer_help: timedelta = timedelta(days=365)
    archives: timedelta = timedelta(days=30)
    audit: timedelta = timedelta(days=365)


DEFAULTS = Periods()
WARNINGS = 2


@dataclass(frozen=True, slots=True)
class Retention:
    """One run; `address` makes the whole address of a path, for the letters that warn."""

    seal: Seal
    address: Callable[[str], str]
    periods: Periods = DEFAULTS

    def run(self, session: Session, now: datetime) -> dict[str, int]:
        """Delete what is over at `now` and return how much, by subject; an event notes it where there was anything."""
        connection, periods = session.connection(), self.periods
        warned, erased = self._accounts(session, now)
        counts: dict[str, Any] = stored.delete_expired(connection, now) | {
            "tries": stored.delete_tries(connection, now - periods.tries),
            "invitations": stored.forget_invitations(connection, now - periods.invitations),
            "readers": stored.delete_readers(connection, now - periods.invitations),
            "drafts": stored.delete_drafts(connection, now - periods.drafts),
            "accounts_warned": warned,
            "accounts": erased,
            "mails": stored.delete_old_mails(connection, now - periods.mails),
            "peer_help": delete_peer_help(connection, now - periods.peer_help),
            "archives": delete_archives(connection, now - periods.archives),
            "events": _cut_audit(session, now - periods.audit, now),
        }
        if any(counts.values()):
            record(session, at=now, actor=ACTOR, action=AuditAction.RETENTION_RUN, object="platform", **counts)
        return counts

    def _accounts(self, session: Session, now: datetime) -> tuple[int, int]:
        """Warn those who have long not come, erase those who were warned; how many of both."""
        connection = session.connection()
        stored.forgive_idle(connection)
        warned = erased = 0
        for person in stored.idle_people(connection, now - self.periods.accounts):
            if person["warned_at"] is not None and person["warned_at"] > now - self.periods.between_warnings:
                continue
            if person["warnings"] < WARNINGS:
                self._warn(session, person, now)
                warned += 1
            else:
                erased += self._erase(session, person, now)
        return warned, erased

    def _warn(self, session: Session, person: RowMapping, now: datetime) -> None:
        deadline = now + self.periods.between_warnings * (WARNINGS - person["warnings"])
        values = {"link": self.address("/sign-in"), "deadline": deadline.date().isoformat()}
        post(
            session, self.seal, Letter(LetterKind.INACTIVITY_WARNING, person["email"], person["language"], values), now
        )
        stored.note_warning(session.connection(), person, now)

    def _erase(self, session: Session, person: RowMapping, now: datetime) -> bool:
        try:
            erase_person(session, self.seal, Address(person["email"], person["email_key"]), actor=ACTOR, now=now)
        except StillNeeded:
            return False
        return True


def _cut_audit(session: Session, before: datetime, now: datetime) -> int:
    """Cut the events before a moment; an event at the end of the chain vouches for where it now begins."""
    connection = session.connection()
    lock_chain(connection)
    last = stored.last_event_before(connection, before)
    if last is None:
        return 0
    cut = stored.cut_events(connection, last["number"])
    anchor: dict[str, Any] = {"through": last["number"], "hash": last["hash"]}
    record(session, at=now, actor=ACTOR, action=AuditAction.AUDIT_CUT, object="audit", **anchor)
    return cut
